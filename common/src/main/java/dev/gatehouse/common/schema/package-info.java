/** JSON Schema validation that reports all violations at once. */
@NullMarked
package dev.gatehouse.common.schema;

import org.jspecify.annotations.NullMarked;
