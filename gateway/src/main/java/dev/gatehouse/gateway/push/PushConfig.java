package dev.gatehouse.gateway.push;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * How the gateway receives pushes.
 *
 * @param prefetch how many pushes may be under way from the broker
 * @param bindTimeout how long a session waits for its routing keys to be bound
 * @param linger how long a routing key stays bound that nobody needs any more
 * @param maxPush the most that the body of a push may have
 */
public record PushConfig(int prefetch, Duration bindTimeout, Duration linger, ByteSize maxPush) {
    public static final int DEFAULT_PREFETCH = 256;
    public static final Duration DEFAULT_BIND_TIMEOUT = Duration.ofSeconds(15);
    public static final Duration DEFAULT_LINGER = Duration.ofSeconds(5);
    public static final ByteSize DEFAULT_MAX_PUSH = ByteSize.ofKiB(64);
    public static final PushConfig DEFAULT =
            new PushConfig(DEFAULT_PREFETCH, DEFAULT_BIND_TIMEOUT, DEFAULT_LINGER, DEFAULT_MAX_PUSH);

    public static PushConfig read(ConfigReader reader) {
        return new PushConfig(
                reader.integer("websocket.push.prefetch", DEFAULT_PREFETCH, 1, 10_000),
                reader.duration(
                        "websocket.push.bind-timeout",
                        DEFAULT_BIND_TIMEOUT,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1)),
                reader.duration("websocket.push.linger", DEFAULT_LINGER, Duration.ZERO, Duration.ofMinutes(5)),
                reader.size("websocket.push.max-push", DEFAULT_MAX_PUSH, ByteSize.ofKiB(1), ByteSize.ofMiB(1)));
    }
}
