package dev.gatehouse.gateway.ws;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time, to measure it and to compare it with that of tokens.
 *
 * @param nanos only differences count
 */
record SessionClock(InstantSource wall, LongSupplier nanos) {
    long now() {
        return nanos.getAsLong();
    }

    /** That much later, by {@link #nanos}. */
    long in(Duration time) {
        return now() + time.toNanos();
    }
}
