package dev.gatehouse.common.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which everything has to be closed. The outermost {@link Container} begins it, and hands each part its share, which nested
 * containers divide further: so the parts together cannot take longer than the whole. A part that waits while it closes asks here how long it
 * may. On a thread that closes nothing for a container, no time but the part's own is known. Immutable.
 */
public final class CloseDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(CloseDeadline.class);

    /** What each part that is still to be closed is left with, whatever the others do. */
    static final Duration RESERVE = Duration.ofMillis(250);

    /** By so much a part's own deadline is earlier than the moment at which its container goes on without it. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    private static final int INTERRUPTS = 4;

    private static final ScopedValue<CloseDeadline> CURRENT = ScopedValue.newInstance();

    private final long begunNanos;
    private final long endNanos;

    private CloseDeadline(long begunNanos, long endNanos) {
        this.begunNanos = begunNanos;
        this.endNanos = endNanos;
    }

    /** Begins now. */
    static CloseDeadline in(Duration limit) {
        long now = System.nanoTime();
        return new CloseDeadline(now, now + limit.toNanos());
    }

    static Optional<CloseDeadline> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /**
     * How long what is under way for clients may go on: until so long after everything began to close, however late this part comes,
     * and no longer than there is time left.
     *
     * @param grace counted from the beginning of the close
     */
    public static Duration grace(Duration grace) {
        return current()
                .map(deadline -> deadline.left(Math.min(grace.toNanos(), deadline.endNanos - deadline.begunNanos)))
                .orElse(grace);
    }

    /**
     * How long a part may wait, from now on, for something of its own to end.
     *
     * @param limit the part's own
     */
    public static Duration atMost(Duration limit) {
        return current()
                .map(CloseDeadline::left)
                .filter(left -> left.compareTo(limit) < 0)
                .orElse(limit);
    }

    /**
     * Does work that waits by itself for what is under way for clients, and interrupts it once the {@linkplain #grace} is over. Returns
     * when it has ended, or when it does not end although it is interrupted.
     *
     * @param what is named in the log when it is interrupted
     */
    public static void interruptAfter(Duration grace, String what, Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread worker = Thread.ofVirtual().name("close-" + what).start(task);
        try {
            Duration left = grace(grace);
            if (!worker.join(left.compareTo(RESERVE) < 0 ? RESERVE : left)) {
                LOG.warn("{} are under way for longer than {} ms and are cut", what, grace.toMillis());
                // What waits for several things, one after the other, has to be interrupted for each.
                for (int i = 0; i < INTERRUPTS; i++) {
                    worker.interrupt();
                    if (worker.join(RESERVE)) {
                        break;
                    }
                }
            }
            rethrow(task);
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(FutureTask<Void> task) {
        if (task.state() == Future.State.FAILED) {
            throw new IllegalStateException("could not be closed", task.exceptionNow());
        }
    }

    /** The share of a part, where so many others come after it. Later ones have their reserve, as long as there is time for that. */
    CloseDeadline share(int partsToCome) {
        long now = System.nanoTime();
        long left = Math.max(0, endNanos - now);
        long share = Math.max(left - RESERVE.toNanos() * partsToCome, left / (partsToCome + 1));
        return new CloseDeadline(begunNanos, now + share);
    }

    /** Does the work with this deadline bound, or nearly: so that who heeds it ends in time. */
    void run(Runnable work) {
        ScopedValue.where(CURRENT, new CloseDeadline(begunNanos, endNanos - SETTLE.toNanos()))
                .run(work);
    }

    /** What is left of the deadline, never negative. */
    Duration left() {
        return left(endNanos - begunNanos);
    }

    private Duration left(long ofNanos) {
        return Duration.ofNanos(Math.max(0, begunNanos + ofNanos - System.nanoTime()));
    }
}
