package dev.gatehouse.common.event;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConfirmedPublisher;
import dev.gatehouse.common.amqp.PersistentMessage;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.lifecycle.Component;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Publishes events, and says which of them the broker has taken over for good. An event that nobody has subscribed to is confirmed, too.
 * What is not confirmed may have been published or not; publishing it again with the same id is safe. Thread-safe.
 */
public final class EventPublisher implements Component {
    /** The most events of one call. */
    public static final int MAX_BATCH = ConfirmedPublisher.MAX_BATCH;

    private final EventPublisherConfig config;
    private final ConfirmedPublisher publisher;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    public EventPublisher(EventPublisherConfig config, AmqpConnections connections) {
        this.config = config;
        this.publisher = connections.confirmedPublisher("events", Topology.EVENT_EXCHANGE);
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            publisher.start();
        }
    }

    /** Whether events can be published now. */
    public boolean isOpen() {
        return publisher.isOpen();
    }

    /**
     * Publishes events in their order, and waits until the broker has confirmed all of them or can no longer, but not longer than the
     * configured time. A lost connection, a broker that refuses or takes no messages for now, and silence all mean: not confirmed.
     *
     * @param events at most {@link #MAX_BATCH}, each at most {@link EventCodec#MAX_BYTES} on the wire
     * @return the ids of the events that are confirmed
     */
    public Set<UUID> publish(List<Event> events) throws InterruptedException {
        List<PersistentMessage> messages =
                events.stream().map(EventPublisher::message).toList();
        BitSet confirmed = publisher.publish(messages, config.confirmTimeout());
        return confirmed.stream().mapToObj(i -> events.get(i).id()).collect(Collectors.toUnmodifiableSet());
    }

    private static PersistentMessage message(Event event) {
        return PersistentMessage.toSubscribers(
                event.type(), event.id().toString(), EventCodec.CONTENT_TYPE, EventCodec.write(event));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            publisher.close();
        }
    }
}
