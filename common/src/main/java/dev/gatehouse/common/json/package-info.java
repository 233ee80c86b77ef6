/** The one JSON mapper, and what bytes must be before they are JSON. */
@NullMarked
package dev.gatehouse.common.json;

import org.jspecify.annotations.NullMarked;
