package dev.gatehouse.common.rpc;

import java.time.Duration;
import java.util.Optional;

/**
 * A request to any service, its body as bytes.
 *
 * @param routingKey the key in the RPC exchange
 * @param body one JSON object in UTF-8; the array is not copied and must not be changed
 * @param timeout how long to wait for the reply, at least 1 ms
 * @param caller the authenticated client on whose behalf the request is made
 * @param clientIp the client's address
 */
public record RpcRequest(
        String routingKey,
        byte[] body,
        Duration timeout,
        Optional<RpcContext.Caller> caller,
        Optional<String> clientIp) {}
