package dev.gatehouse.common.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Messages that are published together, and what the broker says of each. Thread-safe; one thread waits. */
final class ConfirmedBatch {
    private final List<PersistentMessage> messages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();

    @GuardedBy("lock")
    private final BitSet unsettled;

    @GuardedBy("lock")
    private final BitSet confirmed;

    ConfirmedBatch(List<PersistentMessage> messages) {
        this.messages = List.copyOf(messages);
        this.unsettled = new BitSet();
        this.confirmed = new BitSet();
        unsettled.set(0, messages.size());
    }

    List<PersistentMessage> messages() {
        return messages;
    }

    /** Whether nobody waits for any of the messages any more. */
    boolean isOver() {
        lock.lock();
        try {
            return unsettled.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What the broker says of a message; counts once. */
    void settle(int index, boolean isConfirmed) {
        lock.lock();
        try {
            if (unsettled.get(index)) {
                confirmed.set(index, isConfirmed);
                unsettled.clear(index);
                over.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The messages from this one on have not been published, and will not be. */
    void refuseFrom(int index) {
        lock.lock();
        try {
            unsettled.clear(index, messages.size());
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all is said, but not over the limit, and tells which messages are confirmed. What is said later does not count. */
    BitSet await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!unsettled.isEmpty() && left > 0) {
                left = over.awaitNanos(left);
            }
            unsettled.clear();
            return (BitSet) confirmed.clone();
        } finally {
            lock.unlock();
        }
    }
}
