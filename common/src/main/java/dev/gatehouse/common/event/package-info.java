/** Events: their format, publishing them so that none is lost, and receiving them so that each is handled. */
@NullMarked
package dev.gatehouse.common.event;

import org.jspecify.annotations.NullMarked;
