/** The one JSON mapper. */
@NullMarked
package dev.gatehouse.common.json;

import org.jspecify.annotations.NullMarked;
