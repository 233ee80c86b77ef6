package dev.gatehouse.gateway.route;

import java.time.Duration;

/** What answers a route. */
public sealed interface Target {
    /**
     * A service behind the broker.
     *
     * @param routingKey the key in the RPC exchange
     * @param timeout how long to wait for its reply
     */
    record Rpc(String routingKey, Duration timeout) implements Target {}

    /**
     * A fixed answer.
     *
     * @param json the bytes of {@code data}; the array is not copied and must not be changed
     */
    record FixedData(byte[] json) implements Target {}

    /**
     * A fixed failure.
     *
     * @param errorCode a known code or one of the user's own
     */
    record FixedError(String errorCode, String message) implements Target {}
}
