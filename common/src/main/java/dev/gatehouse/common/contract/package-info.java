/** What services agree on: RPC methods with their routing keys, requests and replies, and events with their data. */
@NullMarked
package dev.gatehouse.common.contract;

import org.jspecify.annotations.NullMarked;
