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
 * @param messageId the request's identity for deduplication, the same for each try of one request; a new one where empty
 */
public record RpcRequest(
        String routingKey,
        byte[] body,
        Duration timeout,
        Optional<RpcContext.Caller> caller,
        Optional<String> clientIp,
        Optional<String> messageId) {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** A request that is sent once. */
    public RpcRequest(
            String routingKey,
            byte[] body,
            Duration timeout,
            Optional<RpcContext.Caller> caller,
            Optional<String> clientIp) {
        this(routingKey, body, timeout, caller, clientIp, Optional.empty());
    }

    /** The same request under an identity of the sender's choice, with another time to wait. */
    public RpcRequest as(String id, Duration wait) {
        return new RpcRequest(routingKey, body, wait, caller, clientIp, Optional.of(id));
    }

    /**
     * The same request, which waits no longer than is left; {@code rpc.timeout}, not executed, where nothing is left.
     *
     * @param left how long somebody still waits for what comes of it
     */
    RpcRequest within(Duration left) {
        if (left.compareTo(LEAST) < 0) {
            throw ServiceException.of(ErrorCode.RPC_TIMEOUT).notExecuted();
        }
        return left.compareTo(timeout) < 0 ? new RpcRequest(routingKey, body, left, caller, clientIp, messageId) : this;
    }
}
