package dev.gatehouse.gateway.push;

import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.gateway.push.PushReading.Malformed;
import dev.gatehouse.gateway.push.PushReading.Valid;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads pushes and tells their subscribers, on one thread, in the order in which they came. */
final class PushDispatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushDispatch.class);
    /** For a loss that is told, and a push that comes over a channel which is being given up. */
    private static final int SPARE = 2;

    private final int prefetch;
    private final PushScanner scanner;
    private final Function<String, Set<PushSubscriber>> subscribers;
    private final DroppedPushes dropped = new DroppedPushes(System::nanoTime);
    private final AtomicLong received = new AtomicLong();
    private final BlockingQueue<Item> waiting;
    private final Thread thread;

    private sealed interface Item {
        record Received(Delivery delivery) implements Item {}

        record Unreadable(Delivery delivery, String reason) implements Item {}

        record Missed(List<PushSubscriber> by) implements Item {}
    }

    /** @param subscribers who gets the pushes of a routing key */
    PushDispatch(PushConfig config, Function<String, Set<PushSubscriber>> subscribers) {
        this.prefetch = config.prefetch();
        this.scanner = new PushScanner(Math.toIntExact(config.maxPush().bytes()));
        this.subscribers = subscribers;
        // Twice the prefetch: pushes of a lost queue may still be waiting while those of the next one come.
        this.waiting = new ArrayBlockingQueue<>(2 * (prefetch + SPARE));
        this.thread = Thread.ofVirtual().name("gateway-pushes").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        waiting.clear();
    }

    long received() {
        return received.get();
    }

    long dropped() {
        return dropped.count();
    }

    /** Whether all can be taken in that comes over a new channel. */
    boolean hasRoom() {
        return waiting.remainingCapacity() >= prefetch + SPARE;
    }

    /** Takes a push in; false where there is no room. Never blocks. */
    boolean offer(Delivery delivery) {
        return waiting.offer(new Item.Received(delivery));
    }

    /** Takes a push in that can only be counted; false where there is no room. Never blocks. */
    boolean offerUnreadable(Delivery delivery, String reason) {
        return waiting.offer(new Item.Unreadable(delivery, reason));
    }

    /** Lets subscribers be told that they may have missed pushes. Never blocks. */
    boolean offerMissed(List<PushSubscriber> by) {
        return by.isEmpty() || waiting.offer(new Item.Missed(by));
    }

    private void run() {
        try {
            while (true) {
                perform(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Item item) {
        switch (item) {
            case Item.Received push -> {
                received.incrementAndGet();
                receive(push.delivery());
            }
            case Item.Unreadable push -> {
                received.incrementAndGet();
                dropped.record(push.delivery().message().routingKey(), push.reason());
                push.delivery().acknowledge();
            }
            case Item.Missed missed -> missed.by().forEach(subscriber -> tell(subscriber, PushSubscriber::missed));
        }
    }

    /** Whatever fails must not end the thread, and a push that fails would fail again. */
    private void receive(Delivery delivery) {
        String routingKey = delivery.message().routingKey();
        try {
            dispatch(routingKey, delivery.message().body());
        } catch (RuntimeException | Error e) {
            LOG.error("a push to {} cannot be dispatched, and is dropped", routingKey, e);
            dropped.record(routingKey, "it cannot be dispatched");
        }
        delivery.acknowledge();
    }

    private void dispatch(String routingKey, byte[] body) {
        Set<PushSubscriber> addressed = subscribers.apply(routingKey);
        if (addressed.isEmpty()) {
            return;
        }
        switch (scanner.scan(routingKey, body)) {
            case Valid valid -> addressed.forEach(subscriber -> tell(subscriber, each -> each.pushed(valid.push())));
            case Malformed malformed -> dropped.record(routingKey, malformed.reason());
        }
    }

    private static void tell(PushSubscriber subscriber, Consumer<PushSubscriber> what) {
        try {
            what.accept(subscriber);
        } catch (RuntimeException | Error e) {
            LOG.error("a subscriber cannot take a push; the others still do", e);
        }
    }
}
