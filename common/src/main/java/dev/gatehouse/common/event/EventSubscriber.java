package dev.gatehouse.common.event;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConfirmedPublisher;
import dev.gatehouse.common.amqp.EventQueue;
import dev.gatehouse.common.amqp.QueueConsumer;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives events and has each handled at least once, in their order unless a handler fails. An event is acknowledged when its handler has
 * returned; one whose id was handled lately is only acknowledged. Thread-safe.
 */
public final class EventSubscriber implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscriber.class);

    private final Subscription subscription;
    private final EventSubscriberConfig config;
    private final EventCounters counters = new EventCounters();
    private final List<EventLane> lanes;
    private final QueueConsumer events;
    private final Optional<Retrying> retrying;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What a subscription with a retry queue has more. */
    private record Retrying(ConfirmedPublisher publisher, QueueConsumer retries) {}

    public EventSubscriber(
            EventSubscriberConfig config,
            AmqpConnections connections,
            Subscription subscription,
            EventHandler handler,
            SubscriptionListener listener) {
        this.subscription = subscription;
        this.config = config;
        switch (subscription) {
            case Subscription.EachProcess each -> {
                FailedEvents failed = new TriedInPlace(each.name(), config.retries(), counters);
                this.lanes = lanes(1, handler, failed);
                this.events = connections.consumer(
                        new EventQueue.OfProcess(each.name(), each.types(), config.prefetch(), EventCodec.MAX_BYTES),
                        intake(listener));
                this.retrying = Optional.empty();
            }
            case Subscription.Shared shared -> {
                EventQueue.Shared queue = new EventQueue.Shared(
                        shared.name(),
                        shared.types(),
                        config.prefetch(),
                        EventCodec.MAX_BYTES,
                        shared.maxWaiting(),
                        shared.maxDeadLetters());
                ConfirmedPublisher publisher =
                        connections.confirmedPublisher(shared.name(), Topology.DEAD_LETTER_EXCHANGE);
                FailedEvents failed =
                        new TriedLater(shared.name(), config.retries(), publisher, InstantSource.system(), counters);
                this.lanes = lanes(shared.lanes(), handler, failed);
                this.events = connections.consumer(queue, intake(listener));
                this.retrying = Optional.of(new Retrying(
                        publisher, connections.consumer(queue.retries(), intake(SubscriptionListener.NONE))));
            }
        }
    }

    private List<EventLane> lanes(int number, EventHandler handler, FailedEvents failed) {
        SeenEvents seen = new SeenEvents(config.rememberedEvents(), config.rememberedFor(), System::nanoTime);
        EventWork work = new EventWork(handler, seen, failed, counters);
        // Twice what can be under way from two queues: events of a lost channel may still be waiting while those of the
        // next one come.
        int capacity = 4 * config.prefetch();
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> new EventLane(subscription.name() + "-events-" + i, capacity, work))
                .toList();
    }

    private EventIntake intake(SubscriptionListener listener) {
        return new EventIntake(lanes, listener, config.retries().max(), counters);
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            lanes.forEach(EventLane::start);
            retrying.ifPresent(more -> {
                more.publisher().start();
                more.retries().start();
            });
            events.start();
        }
    }

    public EventCounts counts() {
        return counters.counts();
    }

    /** Receives no more events, lets those under way be handled within the configured time, and closes. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        retrying.ifPresent(more -> more.retries().close());
        try {
            if (!events.drain(CloseDeadline.atMost(config.drainTimeout()))) {
                LOG.warn("{}: events were under way for too long; they will be delivered again", subscription.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.close();
        lanes.forEach(EventLane::close);
        retrying.ifPresent(more -> more.publisher().close());
    }
}
