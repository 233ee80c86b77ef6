/** How long to wait before something is tried again. */
@NullMarked
package dev.gatehouse.common.retry;

import org.jspecify.annotations.NullMarked;
