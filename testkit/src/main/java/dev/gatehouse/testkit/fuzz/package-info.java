/** A fuzzer for the gateway's edge: grammars of HTTP/1.1, HTTP/2 and WebSocket that know what must come out, and the watch on the process. */
@NullMarked
package dev.gatehouse.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
