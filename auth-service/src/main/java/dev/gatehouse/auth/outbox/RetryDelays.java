package dev.gatehouse.auth.outbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: twice as long after each, up to a bound, and shortened at random by up to half, so that relays do not
 * try all at once.
 *
 * @param random numbers from 0 to 1
 */
record RetryDelays(Duration min, Duration max, DoubleSupplier random) {
    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait after a failure.
     *
     * @param failures how many there have been in a row, at least 1
     */
    Duration after(int failures) {
        long doubled = min.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long wait = Math.min(max.toMillis(), doubled);
        return Duration.ofMillis(wait - (long) (random.getAsDouble() * (wait / 2.0)));
    }
}
