package dev.gatehouse.common.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What wakes the thread of a {@link ConnectionLink}: something was lost, something new wants to be opened, or the end. Thread-safe; one
 * thread waits.
 */
final class LinkSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean lost;

    @GuardedBy("lock")
    private boolean wanted;

    @GuardedBy("lock")
    private boolean ended;

    /** Something that was open no longer is: look again, after a pause. */
    void lost() {
        lock.lock();
        try {
            lost = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something can be opened now: look again, at once. */
    void wanted() {
        lock.lock();
        try {
            wanted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more waiting. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to look at; false where there was nothing for that long. */
    boolean awaitChange(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && !lost && !wanted && !ended) {
                left = changed.awaitNanos(left);
            }
            boolean changedNow = lost || wanted || ended;
            lost = false;
            return changedNow;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for that long, or until something can be opened at once. */
    void pause(Duration duration) throws InterruptedException {
        long left = duration.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && !wanted && !ended) {
                left = changed.awaitNanos(left);
            }
            wanted = false;
            lost = false;
        } finally {
            lock.unlock();
        }
    }
}
