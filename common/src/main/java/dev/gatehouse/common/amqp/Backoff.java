package dev.gatehouse.common.amqp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The waits between tries: each about twice the one before, up to a bound, and each shortened at random by up to half, so that many
 * clients do not come back at once. Confined to one thread.
 */
final class Backoff {
    private final long minMillis;
    private final long maxMillis;
    private final DoubleSupplier random;
    private long nextMillis;

    /**
     * @param random numbers from 0 to 1
     */
    Backoff(Duration min, Duration max, DoubleSupplier random) {
        this.minMillis = min.toMillis();
        this.maxMillis = max.toMillis();
        this.random = random;
        this.nextMillis = minMillis;
    }

    Duration next() {
        long wait = nextMillis;
        nextMillis = Math.min(maxMillis, wait * 2);
        return Duration.ofMillis(wait - (long) (random.getAsDouble() * (wait / 2.0)));
    }

    void reset() {
        nextMillis = minMillis;
    }
}
