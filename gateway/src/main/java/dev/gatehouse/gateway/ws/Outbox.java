package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent to one client, bounded in frames and bytes. Anybody puts frames in, and one writer takes them out. Thread-safe.
 */
final class Outbox {
    /** The writer takes no more than about that much at a time. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final int maxFrames;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<OutFrame> waiting = new ArrayDeque<>(2);

    @GuardedBy("lock")
    private int bytes;

    /** No more frames are taken in. */
    @GuardedBy("lock")
    private boolean finished;

    Outbox(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /**
     * Puts a frame in; false where the outbox is full. Never blocks. A frame alone may be larger than the bound. Where the outbox is finished the
     * frame is dropped, and the answer is true: the session is ending already.
     */
    boolean offer(OutFrame frame) {
        lock.lock();
        try {
            if (finished) {
                return true;
            }
            if (!waiting.isEmpty() && (waiting.size() >= maxFrames || bytes + frame.length() > maxBytes)) {
                return false;
            }
            add(frame);
            return true;
        } finally {
            lock.unlock();
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for frames, and takes them out; empty where there never will be any. For the writer alone. */
    List<OutFrame> take() throws InterruptedException {
        List<OutFrame> batch = new ArrayList<>(1);
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !finished) {
                changed.await();
            }
            int taken = 0;
            for (OutFrame frame = waiting.poll(); frame != null; frame = taken < BATCH_BYTES ? waiting.poll() : null) {
                batch.add(frame);
                taken += frame.length();
            }
            bytes -= taken;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void add(OutFrame frame) {
        waiting.add(frame);
        bytes += frame.length();
        changed.signal();
    }

    @GuardedBy("lock")
    private void clear() {
        waiting.clear();
        bytes = 0;
    }
}
