/** What services agree on: RPC methods with their routing keys, requests and replies, and identifiers. */
@NullMarked
package dev.gatehouse.common.contract;

import org.jspecify.annotations.NullMarked;
