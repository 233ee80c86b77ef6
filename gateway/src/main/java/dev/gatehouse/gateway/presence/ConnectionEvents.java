package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.retry.Backoff;
import dev.gatehouse.gateway.ws.ConnectionListener;
import dev.gatehouse.gateway.ws.LiveConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an event for each connection that is opened or closed, in their order, by a thread of its own. Connections never wait for it:
 * what finds no room is dropped, and so is what the broker does not confirm in several tries. Without a connection to the broker the events
 * wait. Thread-safe.
 */
final class ConnectionEvents implements ConnectionListener, Component {
    static final int MAX_TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);
    private static final int BATCH = 500;
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(3);

    private final UUID gatewayId;
    private final EventSink sink;
    private final InstantSource clock;
    private final Backoff backoff;
    private final WaitingEvents waiting;
    private final DroppedEvents dropped;
    private final LongAdder published = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("presence-events").unstarted(this::run);

    ConnectionEvents(
            UUID gatewayId,
            int maxWaiting,
            EventSink sink,
            Backoff backoff,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.gatewayId = gatewayId;
        this.sink = sink;
        this.clock = clock;
        this.backoff = backoff;
        this.waiting = new WaitingEvents(maxWaiting);
        this.dropped = new DroppedEvents(nanoTime);
    }

    @Override
    public void opened(LiveConnection connection) {
        offer(ConnectionChange.opened(gatewayId, connection));
    }

    @Override
    public void closed(LiveConnection connection, int closeCode) {
        offer(ConnectionChange.closed(gatewayId, connection, clock.instant(), closeCode));
    }

    private void offer(ConnectionChange<?> change) {
        if (!waiting.offer(change)) {
            dropped.add(1, "too many wait for the broker");
        }
    }

    @Override
    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Publishes what waits, for as long as the broker takes it and {@link #FLUSH_LIMIT} is not over. */
    @Override
    public void close() {
        waiting.close();
        closing.countDown();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(CloseDeadline.atMost(FLUSH_LIMIT))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** How many events the broker has confirmed. */
    long published() {
        return published.sum();
    }

    DroppedEvents dropped() {
        return dropped;
    }

    int waiting() {
        return waiting.size();
    }

    private void run() {
        try {
            for (List<ConnectionChange<?>> batch = waiting.take(BATCH); !batch.isEmpty(); batch = waiting.take(BATCH)) {
                publishChanges(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("the publishing of events was interrupted", e);
        }
        if (waiting.size() > 0) {
            dropped.add(waiting.size(), "there was no time left for them");
        }
    }

    private void publishChanges(List<ConnectionChange<?>> changes) throws InterruptedException {
        List<Event> batch;
        try {
            batch = changes.stream().map(ConnectionChange::event).toList();
        } catch (RuntimeException e) {
            LOG.error("no events can be made of what has happened to {} connections", changes.size(), e);
            dropped.add(changes.size(), "they cannot be made");
            return;
        }
        publish(batch);
    }

    private void publish(List<Event> batch) throws InterruptedException {
        List<Event> left = batch;
        try {
            for (int tries = 0; !left.isEmpty() && tries < MAX_TRIES && awaitOpen(); tries++) {
                if (tries > 0) {
                    pause(backoff.wait(tries - 1));
                }
                Set<UUID> confirmed = sink.publish(left);
                left = left.stream()
                        .filter(event -> !confirmed.contains(event.id()))
                        .toList();
            }
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread.
            LOG.error("events of connections cannot be published", e);
        } finally {
            published.add(batch.size() - left.size());
            if (!left.isEmpty()) {
                dropped.add(left.size(), "the broker does not confirm them");
            }
        }
    }

    /** Waits until something can be published; false where that is not so at the end. */
    private boolean awaitOpen() throws InterruptedException {
        for (int round = 0; !sink.isOpen(); round++) {
            if (closing.getCount() == 0) {
                return false;
            }
            pause(backoff.wait(round));
        }
        return true;
    }

    private void pause(Duration wait) throws InterruptedException {
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("closing");
        }
    }
}
