package dev.gatehouse.auth.command;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * For how long a command that is delivered again is recognised.
 *
 * @param keep how long its answer is remembered
 * @param pruneInterval how often answers older than that are looked for
 */
public record DeduplicationConfig(Duration keep, Duration pruneInterval) {
    public static final Duration DEFAULT_KEEP = Duration.ofHours(24);
    public static final Duration DEFAULT_PRUNE_INTERVAL = Duration.ofMinutes(10);

    public static DeduplicationConfig defaults() {
        return new DeduplicationConfig(DEFAULT_KEEP, DEFAULT_PRUNE_INTERVAL);
    }

    /** Reads the keys under {@code deduplication}. */
    public static DeduplicationConfig read(ConfigReader reader) {
        return new DeduplicationConfig(
                reader.duration("deduplication.keep", DEFAULT_KEEP, Duration.ofMinutes(1), Duration.ofDays(30)),
                reader.duration(
                        "deduplication.prune-interval",
                        DEFAULT_PRUNE_INTERVAL,
                        Duration.ofSeconds(10),
                        Duration.ofDays(1)));
    }
}
