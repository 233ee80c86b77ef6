package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other gateways that this one is there, and what it has to say besides, by a thread of its own. Nothing is said twice: what gets
 * lost is missed by who waits for it. Thread-safe.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int MAX_WAITING = 256;
    private static final int BATCH = 16;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(1);

    private final EventSink sink;
    private final Supplier<Event> heartbeat;
    private final long intervalNanos;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread = Thread.ofVirtual().name("presence-announcer").unstarted(this::run);

    Announcer(EventSink sink, Supplier<Event> heartbeat, Duration interval) {
        this.sink = sink;
        this.heartbeat = heartbeat;
        this.intervalNanos = interval.toNanos();
    }

    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Says something soon, without waiting for it; false where too much waits to be said. */
    boolean say(Event event) {
        return waiting.offer(event);
    }

    /** Ends the heartbeats, and then says good-bye. */
    void close(Event goodbye) {
        boolean wasThere = thread.getState() != Thread.State.NEW;
        thread.interrupt();
        try {
            if (wasThere && thread.join(JOIN_LIMIT)) {
                say(List.of(goodbye), false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long due = System.nanoTime();
            while (true) {
                List<Event> batch = next(due);
                boolean isDue = System.nanoTime() - due >= 0;
                boolean confirmed = say(batch, isDue);
                if (isDue) {
                    // Sooner where the broker is away: the others are to know as soon as it is back.
                    due = System.nanoTime() + (confirmed ? intervalNanos : intervalNanos / 4);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the heartbeats end", e);
        }
    }

    /** What waits to be said, and nothing where it is time for a heartbeat. */
    private List<Event> next(long due) throws InterruptedException {
        List<Event> batch = new ArrayList<>();
        Event first = waiting.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    private boolean say(List<Event> batch, boolean withHeartbeat) throws InterruptedException {
        try {
            if (withHeartbeat) {
                batch.addFirst(heartbeat.get());
            }
            return batch.isEmpty() || sink.publish(batch).size() == batch.size();
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread.
            LOG.error("the other gateways cannot be told", e);
            return false;
        }
    }
}
