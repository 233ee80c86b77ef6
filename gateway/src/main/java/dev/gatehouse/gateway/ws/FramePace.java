package dev.gatehouse.gateway.ws;

import java.util.function.LongSupplier;

/**
 * Bounds how many frames a client sends: the generic cell rate algorithm (ITU-T I.371, annex A). Confined to the session's reader thread.
 */
final class FramePace {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long interval;
    private final long tolerance;
    private final LongSupplier nanoTime;
    private long due;

    /**
     * A full budget.
     *
     * @param perSecond how many frames a second
     * @param burst how many at once
     */
    FramePace(int perSecond, int burst, LongSupplier nanoTime) {
        this.interval = SECOND_NANOS / perSecond;
        this.tolerance = interval * (burst - 1);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /** Counts a frame; false where it is one too many. */
    boolean allows() {
        long now = nanoTime.getAsLong();
        long earliest = due - now > 0 ? due : now;
        if (earliest - now > tolerance) {
            return false;
        }
        due = earliest + interval;
        return true;
    }
}
