package dev.gatehouse.gateway.limit;

import java.time.Duration;

/**
 * How many requests a route takes: a bucket of {@code burst} tokens, of which each request takes one, and into which {@code limit} tokens
 * flow in each {@code period}, evenly.
 *
 * @param per whose requests are counted together
 * @param limit requests in a period, in the long run
 * @param burst requests at once, where nothing has been used for a while
 */
public record RateLimit(Per per, int limit, Duration period, int burst) {
    public static final int MAX_REQUESTS = 1_000_000;
    public static final Duration MIN_PERIOD = Duration.ofMillis(100);
    public static final Duration MAX_PERIOD = Duration.ofDays(1);
    /** The longest that a bucket may take to be full again: so long it has to be remembered. */
    public static final Duration MAX_TIME_TO_FULL = Duration.ofDays(7);

    /** Whose requests are counted together. */
    public enum Per {
        /** Those of one account; of clients without one, those of one address. */
        ACCOUNT,
        /** Those of one address: an IPv4 address, or a network of 64 bits in IPv6. */
        IP,
        /** All of them. */
        ROUTE
    }

    public RateLimit {
        if (limit < 1 || limit > MAX_REQUESTS || burst < 1 || burst > MAX_REQUESTS) {
            throw new IllegalArgumentException("limit and burst are 1 to " + MAX_REQUESTS);
        }
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException("a period is " + MIN_PERIOD + " to " + MAX_PERIOD);
        }
        if (timeToFull(limit, period, burst).compareTo(MAX_TIME_TO_FULL) > 0) {
            throw new IllegalArgumentException("a bucket is full after " + MAX_TIME_TO_FULL + " at the most");
        }
    }

    /** How long an empty bucket takes to be full. */
    public Duration timeToFull() {
        return timeToFull(limit, period, burst);
    }

    /** How long a bucket of {@code burst} tokens would take to be full. */
    public static Duration timeToFull(int limit, Duration period, int burst) {
        return period.multipliedBy(burst).dividedBy(limit);
    }
}
