package dev.gatehouse.common.event;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * The bounds of an {@link EventSubscriber}.
 *
 * @param prefetch how many events may be under way from the broker's queue
 * @param retries how often, and after which waits, an event whose handler fails is tried
 * @param rememberedEvents how many events are remembered, so that a repetition is recognised
 * @param rememberedFor for how long they are
 * @param drainTimeout how long closing waits for the events under way
 */
public record EventSubscriberConfig(
        int prefetch, RetryRules retries, int rememberedEvents, Duration rememberedFor, Duration drainTimeout) {
    public static final int DEFAULT_PREFETCH = 64;
    public static final int DEFAULT_MAX_TRIES = 5;
    public static final Duration DEFAULT_RETRY_MIN = Duration.ofSeconds(1);
    public static final Duration DEFAULT_RETRY_MAX = Duration.ofMinutes(1);
    public static final int DEFAULT_REMEMBERED_EVENTS = 10_000;
    public static final Duration DEFAULT_REMEMBERED_FOR = Duration.ofMinutes(10);
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

    /** A broker gives up a consumer that holds a message back for longer than half an hour. */
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(15);

    public static EventSubscriberConfig defaults() {
        return new EventSubscriberConfig(
                DEFAULT_PREFETCH,
                new RetryRules(DEFAULT_MAX_TRIES, DEFAULT_RETRY_MIN, DEFAULT_RETRY_MAX),
                DEFAULT_REMEMBERED_EVENTS,
                DEFAULT_REMEMBERED_FOR,
                DEFAULT_DRAIN_TIMEOUT);
    }

    /** Reads the keys under {@code events}. */
    public static EventSubscriberConfig read(ConfigReader reader) {
        return new EventSubscriberConfig(
                reader.integer("events.prefetch", DEFAULT_PREFETCH, 1, 10_000),
                retries(reader),
                reader.integer("events.remembered", DEFAULT_REMEMBERED_EVENTS, 1, 1_000_000),
                reader.duration(
                        "events.remembered-for", DEFAULT_REMEMBERED_FOR, Duration.ofSeconds(1), Duration.ofDays(1)),
                reader.duration("events.drain-timeout", DEFAULT_DRAIN_TIMEOUT, Duration.ZERO, Duration.ofSeconds(15)));
    }

    private static RetryRules retries(ConfigReader reader) {
        int tries = reader.integer("events.max-tries", DEFAULT_MAX_TRIES, 1, 100);
        Duration min = reader.duration("events.retry.min", DEFAULT_RETRY_MIN, Duration.ofMillis(10), LONGEST_RETRY);
        Duration max = reader.duration("events.retry.max", DEFAULT_RETRY_MAX, Duration.ofMillis(10), LONGEST_RETRY);
        if (max.compareTo(min) < 0) {
            reader.problem("events.retry.max", max.toString(), "not under events.retry.min (" + min + ")");
            max = min;
        }
        return new RetryRules(tries, min, max);
    }
}
