package dev.gatehouse.common.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * A bounded queue with one thread that writes what is put into it, in order and in batches, so that nobody else ever waits for a socket.
 * Thread-safe. Once closed, what is put in stays unwritten and is handed back by {@link #close}.
 */
final class SerialWriter<T> {
    private static final int BATCH = 64;

    private final BlockingQueue<T> queue;
    private final Consumer<List<T>> write;
    private final Thread thread;

    /**
     * @param write writes a batch, one element or more, of which it must not keep the list; must not throw
     */
    SerialWriter(String name, int capacity, Consumer<List<T>> write) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.write = write;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Puts an element in; false where the queue is full. Never blocks. */
    boolean offer(T element) {
        return queue.offer(element);
    }

    /** Ends the thread and says what has not been written. */
    List<T> close() {
        thread.interrupt();
        List<T> left = new ArrayList<>();
        queue.drainTo(left);
        return left;
    }

    private void run() {
        List<T> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                write.accept(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
