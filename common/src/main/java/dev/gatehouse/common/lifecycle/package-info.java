/** Starting components in order and closing them in reverse. */
@NullMarked
package dev.gatehouse.common.lifecycle;

import org.jspecify.annotations.NullMarked;
