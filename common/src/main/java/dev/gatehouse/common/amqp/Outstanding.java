package dev.gatehouse.common.amqp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what has begun and not ended. Thread-safe: counting takes no lock; who waits for the end does, and whoever brings it. */
final class Outstanding {
    private final AtomicInteger count = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private volatile boolean forgotten;

    void begun() {
        count.incrementAndGet();
    }

    void ended(int number) {
        if (count.addAndGet(-number) == 0) {
            tell();
        }
    }

    /** Counts no more: what has begun will never end. */
    void forget() {
        forgotten = true;
        tell();
    }

    /** Waits until there is none, or none is counted; false where the time was not enough. */
    boolean awaitNone(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isNone() && left > 0) {
                left = none.awaitNanos(left);
            }
            return isNone();
        } finally {
            lock.unlock();
        }
    }

    private boolean isNone() {
        return forgotten || count.get() == 0;
    }

    private void tell() {
        lock.lock();
        try {
            none.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
