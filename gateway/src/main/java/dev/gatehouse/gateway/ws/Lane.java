package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does one task after the other, on a virtual thread that is there only while there are any. Bounded. Thread-safe; what its tasks alone touch
 * needs no lock.
 */
final class Lane {
    private final String name;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(1);

    @GuardedBy("lock")
    private boolean running;

    @GuardedBy("lock")
    private boolean finished;

    /**
     * Nothing to do.
     *
     * @param name of its threads
     * @param capacity how many tasks may wait
     */
    Lane(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /** Puts a task in, which must not throw; false where there are too many. After the end it is dropped, and the answer is true. */
    boolean offer(Runnable task) {
        lock.lock();
        try {
            if (!finished && tasks.size() >= capacity) {
                return false;
            }
            if (!finished) {
                add(task);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, and does a last task. */
    void finish(Runnable last) {
        lock.lock();
        try {
            if (!finished) {
                finished = true;
                tasks.clear();
                add(last);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void add(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        } finally {
            lock.unlock();
        }
    }
}
