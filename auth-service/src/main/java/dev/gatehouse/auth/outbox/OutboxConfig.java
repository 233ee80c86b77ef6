package dev.gatehouse.auth.outbox;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.event.EventPublisher;
import java.time.Duration;

/**
 * How events get from the outbox to the broker.
 *
 * @param pollInterval how often the outbox is looked into for what another instance has left; one's own events do not wait for it
 * @param batchSize how many events are published at a time
 * @param retryMax the longest wait before an event that was not confirmed is published again
 * @param warnAfter how long events may wait before that is logged as a warning
 */
public record OutboxConfig(Duration pollInterval, int batchSize, Duration retryMax, Duration warnAfter) {
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);
    public static final int DEFAULT_BATCH_SIZE = 100;
    public static final Duration DEFAULT_RETRY_MAX = Duration.ofSeconds(5);
    public static final Duration DEFAULT_WARN_AFTER = Duration.ofSeconds(30);

    /** The wait after the first failure. */
    static final Duration RETRY_MIN = Duration.ofMillis(100);

    public static OutboxConfig defaults() {
        return new OutboxConfig(DEFAULT_POLL_INTERVAL, DEFAULT_BATCH_SIZE, DEFAULT_RETRY_MAX, DEFAULT_WARN_AFTER);
    }

    /** Reads the keys under {@code outbox}. */
    public static OutboxConfig read(ConfigReader reader) {
        return new OutboxConfig(
                reader.duration(
                        "outbox.poll-interval", DEFAULT_POLL_INTERVAL, Duration.ofMillis(100), Duration.ofMinutes(1)),
                reader.integer("outbox.batch-size", DEFAULT_BATCH_SIZE, 1, EventPublisher.MAX_BATCH),
                reader.duration("outbox.retry-max", DEFAULT_RETRY_MAX, RETRY_MIN, Duration.ofMinutes(10)),
                reader.duration("outbox.warn-after", DEFAULT_WARN_AFTER, Duration.ofSeconds(1), Duration.ofDays(1)));
    }
}
