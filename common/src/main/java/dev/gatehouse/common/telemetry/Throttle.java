package dev.gatehouse.common.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets something through no more often than once in an interval, for one the warning of what may happen often. Thread-safe. */
public final class Throttle {
    private final LongSupplier ticker;
    private final long intervalNanos;
    private final AtomicLong next;

    /**
     * Lets the first through.
     *
     * @param ticker nanoseconds from any origin
     */
    public Throttle(Duration interval, LongSupplier ticker) {
        this.ticker = ticker;
        this.intervalNanos = interval.toNanos();
        this.next = new AtomicLong(ticker.getAsLong());
    }

    /** Whether the time has come; true for one caller in each interval. */
    public boolean allows() {
        long now = ticker.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + intervalNanos);
    }
}
