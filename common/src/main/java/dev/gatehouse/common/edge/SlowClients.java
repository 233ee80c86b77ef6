package dev.gatehouse.common.edge;

import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds the time that a client may take to send a request, from its first byte to the end of its body, and to take the answer.
 * Helidon has no such bound: a client that sends a byte now and then, or does not read, would keep a connection for ever.
 *
 * <p>A thread that waits for its client has an entry, which it removes itself; while the entry is overdue {@link #sweep} interrupts the
 * thread. That closes the socket which a virtual thread reads or writes, and ends the wait for a frame of an HTTP/2 stream. Thread-safe:
 * an entry is interrupted and removed under one lock, so that no interruption comes after the wait.
 */
public final class SlowClients {
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final Supplier<Duration> timeout;
    private final LongSupplier nanoTime;

    /** @param timeout asked each time a wait begins */
    public SlowClients(Supplier<Duration> timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** The current thread begins to wait for its client. */
    public void begin() {
        deadlines.put(Thread.currentThread(), deadline());
    }

    /** As {@link #begin}, within a time of its own where that is shorter. */
    public void begin(Duration limit) {
        deadlines.put(Thread.currentThread(), Math.min(deadline(), nanoTime.getAsLong() + limit.toNanos()));
    }

    /** The current thread does not wait for its client any more. */
    public void end() {
        deadlines.remove(Thread.currentThread());
    }

    /** As {@link #end}. Throws where the client took too long: what was read may be only the beginning of what it sent. */
    public void received() {
        Long deadline = deadlines.remove(Thread.currentThread());
        if (deadline != null && isOver(deadline)) {
            throw new CloseConnectionException("the client took too long to send its request");
        }
    }

    /** Does something that may wait for the client of the current thread, under the bound that holds already or one of its own. */
    public void within(Runnable work) {
        boolean own = deadlines.putIfAbsent(Thread.currentThread(), deadline()) == null;
        try {
            work.run();
        } finally {
            if (own) {
                end();
            }
        }
    }

    /** If another thread waits for its client, it has waited enough. */
    public void giveUp(Thread thread) {
        deadlines.computeIfPresent(thread, (waiting, deadline) -> {
            waiting.interrupt();
            return nanoTime.getAsLong();
        });
    }

    /** Ends the waits that take too long. */
    public void sweep() {
        // A connection may end before anybody has said that the wait is over, as at a TLS handshake that fails.
        deadlines.keySet().removeIf(thread -> !thread.isAlive());
        for (Thread thread : deadlines.keySet()) {
            deadlines.computeIfPresent(thread, (waiting, deadline) -> {
                if (isOver(deadline)) {
                    waiting.interrupt();
                }
                return deadline;
            });
        }
    }

    private long deadline() {
        return nanoTime.getAsLong() + timeout.get().toNanos();
    }

    private boolean isOver(long deadline) {
        return nanoTime.getAsLong() - deadline >= 0;
    }
}
