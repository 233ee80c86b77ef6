package dev.gatehouse.common.event;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of an {@link EventPublisher}.
 *
 * @param confirmTimeout how long publishing waits for the broker to confirm
 */
public record EventPublisherConfig(Duration confirmTimeout) {
    public static final Duration DEFAULT_CONFIRM_TIMEOUT = Duration.ofSeconds(5);

    public static EventPublisherConfig defaults() {
        return new EventPublisherConfig(DEFAULT_CONFIRM_TIMEOUT);
    }

    /** Reads the keys under {@code events}. */
    public static EventPublisherConfig read(ConfigReader reader) {
        return new EventPublisherConfig(reader.duration(
                "events.confirm-timeout", DEFAULT_CONFIRM_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(1)));
    }
}
