package dev.gatehouse.gateway.route;

import dev.gatehouse.common.config.ByteSize;
import java.time.Duration;

/**
 * What the process's configuration gives to every route.
 *
 * @param timeout of a route that names none
 * @param bodyLimit of a route that names none
 * @param maxBodyLimit the largest that a route may name
 */
public record RouteBounds(Duration timeout, ByteSize bodyLimit, ByteSize maxBodyLimit) {
    public static final ByteSize DEFAULT_BODY_LIMIT = ByteSize.ofKiB(64);

    static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
}
