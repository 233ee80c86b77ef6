/** Thin handlers of the RPC methods: message in, domain call, reply out. */
@NullMarked
package dev.gatehouse.auth.rpc;

import org.jspecify.annotations.NullMarked;
