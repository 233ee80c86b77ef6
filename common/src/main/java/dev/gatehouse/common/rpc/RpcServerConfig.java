package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.ConsumedQueue;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The bounds of an {@link RpcServer}.
 *
 * @param queueExpires after how long without a server the broker deletes the queue, so that calls fail at once. A queue that is there
 *     with another value is refused by the broker until it has expired.
 * @param queueLength how many requests may wait in the queue; the broker takes no more, and callers get {@code common.overloaded}. As
 *     with {@code queueExpires}, a queue that is there with another value is refused.
 * @param maxConcurrent how many requests are worked on at a time
 * @param maxRequest the largest body
 * @param assumedTimeout how long a caller that states no deadline is taken to wait
 * @param drainTimeout how long closing waits for the requests under way
 */
public record RpcServerConfig(
        Duration queueExpires,
        int queueLength,
        int maxConcurrent,
        ByteSize maxRequest,
        Duration assumedTimeout,
        Duration drainTimeout) {
    public static final Duration DEFAULT_QUEUE_EXPIRES = Duration.ofSeconds(30);
    public static final int DEFAULT_QUEUE_LENGTH = 10_000;
    public static final int DEFAULT_MAX_CONCURRENT = 256;
    public static final ByteSize DEFAULT_MAX_REQUEST = ByteSize.ofMiB(1);
    public static final Duration DEFAULT_ASSUMED_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

    /** AMQP 0-9-1 counts the prefetch in 16 bits. */
    private static final int MAX_PREFETCH = 65_535;

    public RpcServerConfig {
        if (maxConcurrent < 1 || maxConcurrent > MAX_PREFETCH) {
            throw new IllegalArgumentException("maxConcurrent is from 1 to " + MAX_PREFETCH + ": " + maxConcurrent);
        }
        if (queueLength < 1) {
            throw new IllegalArgumentException("queueLength is at least 1: " + queueLength);
        }
        if (queueExpires.toMillis() < 1) {
            throw new IllegalArgumentException("queueExpires is at least 1 ms: " + queueExpires);
        }
    }

    public static RpcServerConfig defaults() {
        return new RpcServerConfig(
                DEFAULT_QUEUE_EXPIRES,
                DEFAULT_QUEUE_LENGTH,
                DEFAULT_MAX_CONCURRENT,
                DEFAULT_MAX_REQUEST,
                DEFAULT_ASSUMED_TIMEOUT,
                DEFAULT_DRAIN_TIMEOUT);
    }

    /** The queue of a server with these bounds, which all its instances share. */
    public ConsumedQueue.Requests queue(String name, Collection<String> routingKeys) {
        return new ConsumedQueue.Requests(
                name, queueExpires, queueLength, List.copyOf(routingKeys), maxConcurrent, maxRequest.toInt());
    }

    public static RpcServerConfig read(ConfigReader reader) {
        return new RpcServerConfig(
                reader.duration("rpc.queue-expires", DEFAULT_QUEUE_EXPIRES, Duration.ofMillis(100), Duration.ofDays(7)),
                reader.integer("rpc.queue-length", DEFAULT_QUEUE_LENGTH, 1, 10_000_000),
                reader.integer("rpc.max-concurrent", DEFAULT_MAX_CONCURRENT, 1, MAX_PREFETCH),
                reader.size("rpc.max-request", DEFAULT_MAX_REQUEST, ByteSize.ofKiB(1), ByteSize.ofMiB(64)),
                reader.duration(
                        "rpc.assumed-timeout", DEFAULT_ASSUMED_TIMEOUT, Duration.ofMillis(10), Duration.ofMinutes(10)),
                reader.duration("rpc.drain-timeout", DEFAULT_DRAIN_TIMEOUT, Duration.ZERO, Duration.ofSeconds(15)));
    }
}
