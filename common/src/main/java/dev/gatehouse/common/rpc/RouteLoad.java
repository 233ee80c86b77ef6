package dev.gatehouse.common.rpc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Tells whether the queue behind a routing key may be full: many calls wait for its service, or one has timed out or been turned away of
 * late. Only then is a call worth a publisher confirm, without which the broker drops what a full queue has no room for and does not say
 * so. Thread-safe.
 */
final class RouteLoad {
    /** With fewer calls than this under way a queue that is full has been filled by others, and then calls time out. */
    static final int MANY = 1_000;

    static final Duration DOUBT = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean doubted;
    private volatile long doubtedAt;

    RouteLoad(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A call begins. Returns whether the queue may be full. */
    boolean begin() {
        return underWay.incrementAndGet() > MANY || isDoubted();
    }

    /** A call has ended, in whatever way. */
    void end() {
        underWay.decrementAndGet();
    }

    /** A call has timed out or been turned away. */
    void doubt() {
        doubtedAt = nanoTime.getAsLong();
        doubted = true;
    }

    private boolean isDoubted() {
        if (doubted && nanoTime.getAsLong() - doubtedAt > DOUBT.toNanos()) {
            doubted = false;
        }
        return doubted;
    }
}
