package dev.gatehouse.common.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The waits between tries: each about twice the one before, up to a bound, and each shortened at random by up to half, so that many
 * clients do not come back at once. Thread-safe as far as the random numbers are.
 *
 * @param min the first wait
 * @param max the longest one
 * @param random numbers from 0 to 1
 */
public record Backoff(Duration min, Duration max, DoubleSupplier random) {
    /** Shifting by more would overflow. */
    private static final int MAX_DOUBLINGS = 30;

    /** Waits that chance shortens. */
    public static Backoff jittered(Duration min, Duration max) {
        return new Backoff(min, max, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Waits that chance has no part in. */
    public static Backoff exact(Duration min, Duration max) {
        return new Backoff(min, max, () -> 0);
    }

    /** A wait that does not grow, shortened at random by up to half. */
    public static Duration jittered(Duration wait) {
        return jittered(wait, wait).wait(0);
    }

    /**
     * The next wait.
     *
     * @param round how many waits there were before, not negative
     */
    public Duration wait(int round) {
        long doubled = min.toMillis() << Math.min(round, MAX_DOUBLINGS);
        long wait = Math.min(max.toMillis(), doubled);
        return Duration.ofMillis(wait - (long) (random.getAsDouble() * (wait / 2.0)));
    }
}
