/** The context of a request on its thread, and logging. */
@NullMarked
package dev.gatehouse.common.telemetry;

import org.jspecify.annotations.NullMarked;
