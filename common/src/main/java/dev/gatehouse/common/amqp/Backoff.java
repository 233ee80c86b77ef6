package dev.gatehouse.common.amqp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The waits between tries: each about twice the one before, up to a bound, and each shortened at random by up to half, so that many
 * clients do not come back at once. Thread-safe as far as the random numbers are.
 *
 * @param min the first wait
 * @param max the longest one
 * @param random numbers from 0 to 1
 */
record Backoff(Duration min, Duration max, DoubleSupplier random) {
    /** Shifting by more would overflow. */
    private static final int MAX_DOUBLINGS = 30;

    /**
     * @param round how many waits there were before
     */
    Duration wait(int round) {
        long doubled = min.toMillis() << Math.min(round, MAX_DOUBLINGS);
        long wait = Math.min(max.toMillis(), doubled);
        return Duration.ofMillis(wait - (long) (random.getAsDouble() * (wait / 2.0)));
    }
}
