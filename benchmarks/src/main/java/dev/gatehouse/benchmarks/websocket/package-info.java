/** The benchmark of WebSocket sessions: what they hold, how fast they are, and what each push and command costs. */
@NullMarked
package dev.gatehouse.benchmarks.websocket;

import org.jspecify.annotations.NullMarked;
