package dev.gatehouse.common.event;

import dev.gatehouse.common.amqp.ConsumerListener;
import dev.gatehouse.common.amqp.Delivery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is delivered and puts it into the lane of its subject. Runs on the connection's reader thread. */
final class EventIntake implements ConsumerListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscriber.class);

    private final List<EventLane> lanes;
    private final SubscriptionListener listener;
    private final Duration longestRetry;
    private final EventCounters counters;
    private final AtomicLong sequence = new AtomicLong();

    EventIntake(List<EventLane> lanes, SubscriptionListener listener, Duration longestRetry, EventCounters counters) {
        this.lanes = lanes;
        this.listener = listener;
        this.longestRetry = longestRetry;
        this.counters = counters;
    }

    @Override
    public void delivered(Delivery delivery) {
        take(delivery, EventCodec.read(delivery.message().body()));
    }

    @Override
    public void unreadable(Delivery delivery, String reason) {
        take(delivery, new EventCodec.Reading.Unreadable(reason));
    }

    private void take(Delivery delivery, EventCodec.Reading reading) {
        counters.received.increment();
        Map<String, String> headers = delivery.message().headers();
        Duration wait = RetryHeaders.holdBack(headers, InstantSource.system(), longestRetry);
        ReceivedEvent received = new ReceivedEvent(
                delivery,
                reading,
                RetryHeaders.tries(headers),
                System.nanoTime() + wait.toNanos(),
                sequence.incrementAndGet());
        if (!lane(received).offer(received)) {
            LOG.warn("events of a lost connection are still waiting; what comes now will be delivered again");
            delivery.abandon();
        }
    }

    private EventLane lane(ReceivedEvent received) {
        int hash = received.subject().map(String::hashCode).orElse(0);
        return lanes.get(Math.floorMod(hash, lanes.size()));
    }

    @Override
    public void opened() {
        listener.subscribed();
    }

    @Override
    public void lost() {
        listener.lost();
    }
}
