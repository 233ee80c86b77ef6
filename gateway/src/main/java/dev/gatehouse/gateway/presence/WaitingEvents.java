package dev.gatehouse.gateway.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be published, in its order, up to a bound. Thread-safe: {@code lock} guards all of it, and is never held for long. */
final class WaitingEvents {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<ConnectionChange<?>> changes = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean closed;

    WaitingEvents(int capacity) {
        this.capacity = capacity;
    }

    /** Takes one in; false where it is full, or closed. */
    boolean offer(ConnectionChange<?> change) {
        lock.lock();
        try {
            if (closed || changes.size() >= capacity) {
                return false;
            }
            changes.add(change);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for at least one, and takes the oldest out; empty where it is closed and nothing is left. */
    List<ConnectionChange<?>> take(int atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (changes.isEmpty() && !closed) {
                changed.await();
            }
            List<ConnectionChange<?>> taken = new ArrayList<>();
            while (taken.size() < atMost && !changes.isEmpty()) {
                taken.add(changes.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return changes.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more in. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
