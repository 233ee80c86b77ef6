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
 *
 * <p>The streams of an HTTP/2 connection write to one socket. Whoever gives up one of them must not close it under the others: such an interruption is put
 * off while a thread {@linkplain #within writes}.
 */
public final class SlowClients {
    private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();
    private final Supplier<Duration> timeout;
    private final LongSupplier nanoTime;

    /**
     * That a thread waits.
     *
     * @param deadline of {@code nanoTime}
     * @param writing whether it writes within {@link #within}
     * @param givenUp whether it is to be interrupted once it does not write any more
     */
    private record Wait(long deadline, boolean writing, boolean givenUp) {}

    /** @param timeout asked each time a wait begins */
    public SlowClients(Supplier<Duration> timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** The current thread begins to wait for its client. */
    public void begin() {
        begin(deadline());
    }

    /** As {@link #begin}, within a time of its own where that is shorter. */
    public void begin(Duration limit) {
        begin(Math.min(deadline(), nanoTime.getAsLong() + limit.toNanos()));
    }

    private void begin(long deadline) {
        waits.put(Thread.currentThread(), new Wait(deadline, false, false));
    }

    /** The current thread does not wait for its client any more. */
    public void end() {
        waits.remove(Thread.currentThread());
    }

    /** As {@link #end}. Throws where the client took too long: what was read may be only the beginning of what it sent. */
    public void received() {
        Wait wait = waits.remove(Thread.currentThread());
        if (wait != null && isOver(wait.deadline)) {
            throw new CloseConnectionException("the client took too long to send its request");
        }
    }

    /**
     * Writes to the client of the current thread, under the bound that holds already or one of its own. An interruption that came before, or comes by {@link
     * #giveUp} meanwhile, is there again only afterwards: a socket is closed when an interrupted thread writes to it.
     */
    public void within(Runnable writing) {
        Thread current = Thread.currentThread();
        Wait before = waits.get(current);
        if (before != null && before.writing) {
            writing.run();
            return;
        }
        long own = deadline();
        waits.compute(current, (thread, wait) -> new Wait(wait == null ? own : wait.deadline, true, false));
        boolean interrupted = Thread.interrupted();
        try {
            writing.run();
        } finally {
            Wait after = before == null
                    ? waits.remove(current)
                    : waits.computeIfPresent(
                            current,
                            (thread, wait) ->
                                    new Wait(wait.givenUp ? nanoTime.getAsLong() : wait.deadline, false, wait.givenUp));
            if (interrupted || (before != null && after != null && after.givenUp)) {
                current.interrupt();
            }
        }
    }

    /** If another thread waits for its client, it has waited enough. */
    public void giveUp(Thread thread) {
        waits.computeIfPresent(thread, (waiting, wait) -> {
            if (wait.writing) {
                return new Wait(wait.deadline, true, true);
            }
            waiting.interrupt();
            return new Wait(nanoTime.getAsLong(), false, false);
        });
    }

    /** Ends the waits that take too long. */
    public void sweep() {
        // A connection may end before anybody has said that the wait is over, as at a TLS handshake that fails.
        waits.keySet().removeIf(thread -> !thread.isAlive());
        for (Thread thread : waits.keySet()) {
            waits.computeIfPresent(thread, (waiting, wait) -> {
                if (isOver(wait.deadline)) {
                    waiting.interrupt();
                }
                return wait;
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
