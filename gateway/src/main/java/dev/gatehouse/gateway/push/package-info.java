/** Pushes from the bus: what live sessions are to be told, and who may hear which topics. */
@NullMarked
package dev.gatehouse.gateway.push;

import org.jspecify.annotations.NullMarked;
