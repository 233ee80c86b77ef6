package dev.gatehouse.gateway.idempotency;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * What is kept of requests with a key.
 *
 * @param keep how long, from the first request with the key on
 * @param maxAnswer the longest answer that is kept
 * @param memory the bounds of what is kept in memory
 */
public record IdempotencyConfig(Duration keep, ByteSize maxAnswer, Memory memory) {
    /**
     * Bounds; over one of them the oldest answers are forgotten before their time.
     *
     * @param entries keys
     * @param size of the answers, with a flat amount for each key
     */
    public record Memory(int entries, ByteSize size) {}

    public static final Duration DEFAULT_KEEP = Duration.ofHours(24);
    public static final ByteSize DEFAULT_MAX_ANSWER = ByteSize.ofKiB(256);
    public static final int DEFAULT_MAX_ENTRIES = 100_000;
    public static final ByteSize DEFAULT_MAX_BYTES = ByteSize.ofMiB(64);
    public static final IdempotencyConfig DEFAULT =
            new IdempotencyConfig(DEFAULT_KEEP, DEFAULT_MAX_ANSWER, new Memory(DEFAULT_MAX_ENTRIES, DEFAULT_MAX_BYTES));

    /** Longer than any route's timeout, so that nothing ends while it is under way. */
    private static final Duration MIN_KEEP = Duration.ofMinutes(5);

    /** Ten of the longest answers fit into the least memory. */
    public static IdempotencyConfig read(ConfigReader reader) {
        return new IdempotencyConfig(
                reader.duration("idempotency.keep", DEFAULT_KEEP, MIN_KEEP, Duration.ofDays(30)),
                reader.size("idempotency.max-answer", DEFAULT_MAX_ANSWER, ByteSize.ofKiB(1), ByteSize.ofMiB(1)),
                new Memory(
                        reader.integer("idempotency.max-entries", DEFAULT_MAX_ENTRIES, 100, 10_000_000),
                        reader.size(
                                "idempotency.max-bytes",
                                DEFAULT_MAX_BYTES,
                                ByteSize.ofMiB(10),
                                new ByteSize(4L << 30))));
    }
}
