/** A client's request on its way to a service, whether it came over HTTP or WebSocket: made, checked, permitted, done once. */
@NullMarked
package dev.gatehouse.gateway.call;

import org.jspecify.annotations.NullMarked;
