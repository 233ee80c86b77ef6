/** Request and reply over the broker: the client, the server, deadlines and the reply envelope. */
@NullMarked
package dev.gatehouse.common.rpc;

import org.jspecify.annotations.NullMarked;
