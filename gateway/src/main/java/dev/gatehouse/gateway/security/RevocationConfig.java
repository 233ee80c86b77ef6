package dev.gatehouse.gateway.security;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.event.EventSubscriberConfig;
import java.time.Duration;

/**
 * How the gateway keeps up with revoked sessions.
 *
 * @param capacity how many revoked sessions are remembered
 * @param refreshInterval the time between two readings of the whole list, in case an event was missed all the same
 * @param events the bounds of the subscription
 */
public record RevocationConfig(int capacity, Duration refreshInterval, EventSubscriberConfig events) {
    public static final int DEFAULT_CAPACITY = 200_000;
    public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(5);

    public static RevocationConfig defaults() {
        return new RevocationConfig(DEFAULT_CAPACITY, DEFAULT_REFRESH_INTERVAL, EventSubscriberConfig.defaults());
    }

    public static RevocationConfig read(ConfigReader reader) {
        return new RevocationConfig(
                reader.integer("tokens.revocations.capacity", DEFAULT_CAPACITY, 1_000, 10_000_000),
                reader.duration(
                        "tokens.revocations.refresh-interval",
                        DEFAULT_REFRESH_INTERVAL,
                        Duration.ofSeconds(1),
                        Duration.ofDays(1)),
                EventSubscriberConfig.read(reader));
    }
}
