/** Reads and writes the compressed header sections of HTTP/2 within bounds (HPACK, RFC 7541). */
@NullMarked
package dev.gatehouse.gateway.hpack;

import org.jspecify.annotations.NullMarked;
