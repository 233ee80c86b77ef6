package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.edge.HeldBytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, bounded in frames and bytes. Anybody puts frames in, and one writer at a time takes them out; it is called
 * when there are any, and is not there while there are none. Thread-safe.
 */
final class Outbox {
    /** The writer takes no more than about that much at a time. */
    private static final int BATCH_BYTES = 64 * 1024;
    /** What waits for a client that takes it soon, and costs nobody anything. */
    private static final int UNCOUNTED_BYTES = 16 * 1024;

    private final int maxFrames;
    private final int maxBytes;
    private final HeldBytes held;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<OutFrame> waiting = new ArrayDeque<>(2);

    @GuardedBy("lock")
    private int bytes;

    /** Taken out, and still being written. */
    @GuardedBy("lock")
    private int beingWrittenBytes;

    /** As much of both as has been counted. */
    @GuardedBy("lock")
    private int counted;

    @GuardedBy("lock")
    private @Nullable Writer writer;

    /** A writer has been called, and has not yet found nothing. */
    @GuardedBy("lock")
    private boolean beingWritten;

    /** No more frames are taken in. */
    @GuardedBy("lock")
    private boolean finished;

    /** Who takes the frames out. */
    interface Writer {
        /** There are some: takes them all out on a thread of its own. Must not block. */
        void call();

        /** There are some: takes them all out before it returns. */
        void write();
    }

    /** What has become of a frame that was put in. */
    enum Offered {
        TAKEN,
        /** It has been taken, and no writer is at work: the caller has to {@link #write}. */
        TO_BE_WRITTEN,
        FULL
    }

    /** @param held counts what waits, once that is more than {@link #UNCOUNTED_BYTES} */
    Outbox(int maxFrames, int maxBytes, HeldBytes held) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.held = held;
    }

    /** From now on that writer is called whenever there are frames and it is not at work. */
    void writeBy(Writer next) {
        lock.lock();
        try {
            writer = next;
            callWriter();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a frame in; false where the outbox is full. Never blocks. A frame alone may be larger than the bound. Where the outbox is finished the
     * frame is dropped, and the answer is true: the session is ending already.
     */
    boolean offer(OutFrame frame) {
        lock.lock();
        try {
            if (isFullFor(frame)) {
                return false;
            }
            if (!finished) {
                add(frame);
                callWriter();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #offer}, for a caller that may wait for the client, and so spares the writer a thread. */
    Offered offerToWrite(OutFrame frame) {
        lock.lock();
        try {
            if (isFullFor(frame)) {
                return Offered.FULL;
            }
            if (finished) {
                return Offered.TAKEN;
            }
            add(frame);
            if (writer == null || beingWritten) {
                return Offered.TAKEN;
            }
            beingWritten = true;
            return Offered.TO_BE_WRITTEN;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is there, and what comes meanwhile, on the current thread. */
    void write() {
        Writer current;
        lock.lock();
        try {
            current = writer;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.write();
        }
    }

    /**
     * Takes a last frame in, and none after it.
     *
     * @param dropWaiting whether what waits is not sent any more
     */
    void finish(OutFrame last, boolean dropWaiting) {
        lock.lock();
        try {
            if (finished) {
                return;
            }
            if (dropWaiting) {
                clear();
            }
            add(last);
            callWriter();
            finished = true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, and takes nothing in any more. */
    void abandon() {
        lock.lock();
        try {
            clear();
            finished = true;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes frames out; where it is empty the writer's work is over, until it is called again. For the writer alone. */
    List<OutFrame> take() {
        List<OutFrame> batch = new ArrayList<>(1);
        lock.lock();
        try {
            int taken = 0;
            for (OutFrame frame = waiting.poll(); frame != null; frame = taken < BATCH_BYTES ? waiting.poll() : null) {
                batch.add(frame);
                taken += frame.length();
            }
            bytes -= taken;
            beingWrittenBytes = taken;
            release();
            if (batch.isEmpty()) {
                beingWritten = false;
                idle.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last frame is written or dropped; false where that takes longer. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!finished || beingWritten || !waiting.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isFullFor(OutFrame frame) {
        int more = bytes + frame.length();
        return !finished
                && ((!waiting.isEmpty() && (waiting.size() >= maxFrames || more > maxBytes))
                        || !mayHold(more + beingWrittenBytes));
    }

    /** Counts in large steps, so that a client that takes its frames costs nothing. */
    @GuardedBy("lock")
    private boolean mayHold(int wanted) {
        if (wanted > counted + UNCOUNTED_BYTES) {
            if (!held.hold(wanted - counted)) {
                return false;
            }
            counted = wanted;
        }
        return true;
    }

    @GuardedBy("lock")
    private void release() {
        int left = bytes + beingWrittenBytes;
        if (counted > 0 && (left == 0 || left < counted - UNCOUNTED_BYTES)) {
            held.release(counted - left);
            counted = left;
        }
    }

    @GuardedBy("lock")
    private void add(OutFrame frame) {
        waiting.add(frame);
        bytes += frame.length();
    }

    @GuardedBy("lock")
    private void callWriter() {
        if (writer != null && !beingWritten && !waiting.isEmpty()) {
            beingWritten = true;
            writer.call();
        }
    }

    @GuardedBy("lock")
    private void clear() {
        waiting.clear();
        bytes = 0;
        release();
    }
}
