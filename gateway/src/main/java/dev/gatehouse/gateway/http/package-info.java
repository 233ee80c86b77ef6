/** HTTP: requests in, RPC out, replies back, every answer and every error in the envelope. */
@NullMarked
package dev.gatehouse.gateway.http;

import org.jspecify.annotations.NullMarked;
