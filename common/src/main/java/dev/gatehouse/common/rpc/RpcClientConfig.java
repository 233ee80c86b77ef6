package dev.gatehouse.common.rpc;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of an {@link RpcClient}.
 *
 * @param timeout how long a call waits for its reply where it does not say so itself
 * @param maxInFlight how many calls may wait at a time
 * @param maxReply the largest reply, envelope included; of a larger one no more is kept than this, and the call fails
 */
public record RpcClientConfig(Duration timeout, int maxInFlight, ByteSize maxReply) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_MAX_IN_FLIGHT = 1024;
    public static final ByteSize DEFAULT_MAX_REPLY = ByteSize.ofMiB(8);

    public RpcClientConfig {
        if (timeout.toMillis() < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("the timeout is at least 1 ms and the calls in flight at least 1");
        }
    }

    /** With the bound of replies by default. */
    public RpcClientConfig(Duration timeout, int maxInFlight) {
        this(timeout, maxInFlight, DEFAULT_MAX_REPLY);
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
                readTimeout(reader),
                reader.integer("rpc.max-in-flight", DEFAULT_MAX_IN_FLIGHT, 1, 100_000),
                reader.size("rpc.max-reply", DEFAULT_MAX_REPLY, ByteSize.ofKiB(1), ByteSize.ofMiB(64)));
    }
}
