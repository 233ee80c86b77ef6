/** Live sessions of clients over WebSocket: their frames, their commands, and what is pushed to them. */
@NullMarked
package dev.gatehouse.gateway.ws;

import org.jspecify.annotations.NullMarked;
