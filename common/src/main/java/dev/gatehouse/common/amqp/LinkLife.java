package dev.gatehouse.common.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one {@link LinkState} of a {@link ConnectionLink}, and what its thread is to do next. Thread-safe: whoever brings an event applies
 * it at once, under a lock; only the link's thread takes actions, of which there is never more than one, because a later one only comes
 * while that thread waits.
 */
final class LinkLife {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Written under the lock. */
    private volatile LinkState state = LinkState.INITIAL;

    @GuardedBy("lock")
    private Optional<LinkAction> due = Optional.empty();

    LinkState state() {
        return state;
    }

    void happened(LinkEvent event) {
        lock.lock();
        try {
            apply(event);
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done next; empty once nothing ever will be. Never waits: all work and each wait ends with an event. */
    Optional<LinkAction> next() {
        lock.lock();
        try {
            Optional<LinkAction> next = due;
            due = Optional.empty();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for that long, and then brings the event; brings nothing where something else is to be done before, or all is over. */
    void await(Duration duration, LinkEvent timeOver) throws InterruptedException {
        long left = duration.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && due.isEmpty() && !isClosed()) {
                left = changed.awaitNanos(left);
            }
            if (due.isEmpty()) {
                apply(timeOver);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        return state.phase() == LinkState.Phase.CLOSED;
    }

    @GuardedBy("lock")
    private void apply(LinkEvent event) {
        LinkStep step = state.on(event);
        state = step.state();
        if (step.action().isPresent() || event == LinkEvent.CLOSE) {
            due = step.action();
            changed.signalAll();
        }
    }
}
