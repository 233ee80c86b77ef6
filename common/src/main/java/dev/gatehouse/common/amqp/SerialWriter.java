package dev.gatehouse.common.amqp;

import dev.gatehouse.common.lifecycle.Loop;
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
    private final Consumer<List<T>> failed;
    private final Loop loop;
    /** Confined to the loop's thread. */
    private final List<T> batch = new ArrayList<>(BATCH);

    /**
     * @param write writes a batch, one element or more, of which it must not keep the list
     * @param failed told of a batch whose writing has thrown, so that any part of it may have been written; has to give up what was written
     *     to. What comes afterwards is written as before.
     */
    SerialWriter(String name, int capacity, Consumer<List<T>> write, Consumer<List<T>> failed) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.write = write;
        this.failed = failed;
        this.loop = new Loop(name, this::writeBatch, failure -> failed());
    }

    void start() {
        loop.start();
    }

    /** Puts an element in; false where the queue is full. Never blocks. */
    boolean offer(T element) {
        return queue.offer(element);
    }

    /** Ends the thread and says what has not been written. */
    List<T> close() {
        loop.close();
        List<T> left = new ArrayList<>();
        queue.drainTo(left);
        return left;
    }

    private void writeBatch() throws InterruptedException {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        write.accept(batch);
    }

    private void failed() {
        failed.accept(batch);
    }
}
