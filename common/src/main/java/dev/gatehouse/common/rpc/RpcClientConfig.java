package dev.gatehouse.common.rpc;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of an {@link RpcClient}.
 *
 * @param timeout how long a call waits for its reply where it does not say so itself
 * @param maxInFlight how many calls may wait at a time
 */
public record RpcClientConfig(Duration timeout, int maxInFlight) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_MAX_IN_FLIGHT = 1024;

    public RpcClientConfig {
        if (timeout.toMillis() < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("the timeout is at least 1 ms and the calls in flight at least 1");
        }
    }

    public static RpcClientConfig defaults() {
        return new RpcClientConfig(DEFAULT_TIMEOUT, DEFAULT_MAX_IN_FLIGHT);
    }

    /** Reads {@code rpc.timeout} alone. */
    public static Duration readTimeout(ConfigReader reader) {
        return reader.duration("rpc.timeout", DEFAULT_TIMEOUT, Duration.ofMillis(10), Duration.ofMinutes(10));
    }

    public static RpcClientConfig read(ConfigReader reader) {
        return new RpcClientConfig(
                readTimeout(reader), reader.integer("rpc.max-in-flight", DEFAULT_MAX_IN_FLIGHT, 1, 100_000));
    }
}
