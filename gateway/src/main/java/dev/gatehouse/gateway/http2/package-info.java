/** Connections of clients that speak HTTP/2: what Helidon gets of their frames, and what is put right of its own. */
@NullMarked
package dev.gatehouse.gateway.http2;

import org.jspecify.annotations.NullMarked;
