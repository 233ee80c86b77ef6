package dev.gatehouse.common.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what has begun and not ended. Thread-safe. */
final class Outstanding {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();

    @GuardedBy("lock")
    private int count;

    @GuardedBy("lock")
    private boolean forgotten;

    void begun() {
        change(1);
    }

    void ended(int number) {
        change(-number);
    }

    /** Counts no more: what has begun will never end. */
    void forget() {
        lock.lock();
        try {
            forgotten = true;
            none.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is none, or none is counted; false where the time was not enough. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (count > 0 && !forgotten && left > 0) {
                left = none.awaitNanos(left);
            }
            return count == 0 || forgotten;
        } finally {
            lock.unlock();
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            count += by;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
