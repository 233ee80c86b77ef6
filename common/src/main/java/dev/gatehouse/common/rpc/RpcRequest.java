package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
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
        Optional<String> clientIp) {
    private static final Duration LEAST = Duration.ofMillis(1);

    /**
     * The same request, which waits no longer than is left; {@code rpc.timeout}, not executed, where nothing is left.
     *
     * @param left how long somebody still waits for what comes of it
     */
    RpcRequest within(Duration left) {
        if (left.compareTo(LEAST) < 0) {
            throw ServiceException.of(ErrorCode.RPC_TIMEOUT).notExecuted();
        }
        return left.compareTo(timeout) < 0 ? new RpcRequest(routingKey, body, left, caller, clientIp) : this;
    }
}
