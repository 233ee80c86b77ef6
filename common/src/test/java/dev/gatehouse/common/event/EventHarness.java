package dev.gatehouse.common.event;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Publishers and subscribers of a type of events that each test has to itself. */
final class EventHarness implements AutoCloseable {
    /** The data of the events. */
    record Numbered(int number) {}

    static final URI SOURCE = URI.create("/test");

    private final BrokerFixture broker;
    private final String domain = "t" + ProcessHandle.current().pid() + "_" + Long.toHexString(System.nanoTime());
    private final Deque<Component> open = new ArrayDeque<>();
    private final Connection bare;
    private final Channel channel;

    EventHarness(BrokerFixture broker) throws IOException {
        this.broker = broker;
        this.bare = broker.connect("test-bare");
        this.channel = bare.createChannel();
    }

    EventType<Numbered> type() {
        return new EventType<>(domain + ".thing.v1", Numbered.class);
    }

    String queue() {
        return "core." + domain + ".events.v1";
    }

    Event event(String subject, int number) {
        return Event.of(type(), SOURCE, subject, Instant.now(), new Numbered(number));
    }

    Subscription.Shared shared() {
        return Subscription.Shared.inOrder(queue(), List.of(type().name()));
    }

    Subscription.EachProcess eachProcess() {
        return new Subscription.EachProcess("watch", List.of(domain + ".#"));
    }

    /** Quick retries, the third the last. */
    static EventSubscriberConfig quick() {
        return new EventSubscriberConfig(
                16,
                new RetryRules(3, Duration.ofMillis(200), Duration.ofMillis(400)),
                100,
                Duration.ofMinutes(1),
                Duration.ofSeconds(5));
    }

    AmqpConnections connections(URI uri) {
        AmqpConfig config = new AmqpConfig(
                uri,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
        AmqpConnections connections = new AmqpConnections(config, "test-events");
        return started(connections);
    }

    <T extends Component> T started(T component) {
        open.push(component);
        component.start();
        return component;
    }

    /** A publisher that is ready. */
    EventPublisher publisher() {
        AmqpConnections connections = connections(broker.uri());
        EventPublisher publisher = started(new EventPublisher(EventPublisherConfig.defaults(), connections));
        awaitReady(connections);
        return publisher;
    }

    /** A subscriber that is ready. */
    EventSubscriber subscriber(Subscription subscription, EventHandler handler) {
        AmqpConnections connections = connections(broker.uri());
        EventSubscriber subscriber =
                started(new EventSubscriber(quick(), connections, subscription, handler, SubscriptionListener.NONE));
        awaitReady(connections);
        return subscriber;
    }

    static void awaitReady(AmqpConnections connections) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(connections::isReady);
    }

    /** Publishes whatever bytes as if they were an event. */
    void publishBare(byte[] body) throws IOException {
        publishBare(new BasicProperties(), body);
    }

    void publishBare(BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish("core.events.v1", type().name(), properties, body);
    }

    /** The next dead letter of the queue. */
    GetResponse deadLetter() {
        return await().until(() -> channel.basicGet(queue() + ".dead", true), response -> response != null);
    }

    boolean isEmpty(String suffix) throws IOException {
        return channel.messageCount(queue() + suffix) == 0;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        for (String suffix : List.of("", ".retry", ".dead")) {
            delete(queue() + suffix);
        }
        bare.close();
    }

    /** A broker that does not have the queue closes the channel: each deletion has one of its own. */
    private void delete(String queue) throws IOException {
        Channel own = bare.createChannel();
        try {
            own.queueDelete(queue);
        } catch (IOException e) {
            if (own.isOpen() || !bare.isOpen()) {
                throw e;
            }
        }
    }
}
