package dev.gatehouse.common.event;

import dev.gatehouse.common.lifecycle.Loop;
import java.util.concurrent.DelayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that works on events, one after the other: those that are due in the order in which they came. It holds no more than its
 * capacity. Thread-safe.
 */
final class EventLane {
    private static final Logger LOG = LoggerFactory.getLogger(EventLane.class);

    private final int capacity;
    private final Work work;
    private final DelayQueue<ReceivedEvent> waiting = new DelayQueue<>();
    private final Loop loop;

    /** What is done with each event. */
    @FunctionalInterface
    interface Work {
        void process(ReceivedEvent event) throws InterruptedException;
    }

    EventLane(String name, int capacity, Work work) {
        this.capacity = capacity;
        this.work = work;
        this.loop = new Loop(name, () -> process(waiting.take()));
    }

    void start() {
        loop.start();
    }

    /** Takes an event in; false where the lane is full. Called by one thread. */
    boolean offer(ReceivedEvent event) {
        return waiting.size() < capacity && waiting.offer(event);
    }

    /** Ends the thread; what waits stays unacknowledged. */
    void close() {
        loop.close();
        waiting.clear();
    }

    private void process(ReceivedEvent event) throws InterruptedException {
        try {
            work.process(event);
        } catch (RuntimeException | Error e) {
            LOG.error("an event cannot be dealt with, and will be delivered again", e);
            event.delivery().abandon();
        }
    }
}
