/** The connections of HTTP clients: which protocol each one speaks, and what bounds it before Helidon sees its requests. */
@NullMarked
package dev.gatehouse.common.edge;

import org.jspecify.annotations.NullMarked;
