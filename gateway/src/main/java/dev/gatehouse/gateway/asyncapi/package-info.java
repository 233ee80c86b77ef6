/** The AsyncAPI description of the WebSocket: its frames, and a command for each route, without a word of serving. */
@NullMarked
package dev.gatehouse.gateway.asyncapi;

import org.jspecify.annotations.NullMarked;
