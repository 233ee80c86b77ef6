package dev.gatehouse.auth;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records every event on the bus, in the order of its coming. Thread-safe. */
final class EventRecorder implements AutoCloseable {
    private final Connection connection;
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();

    /**
     * @param text the message as it came
     * @param nanoTime when it came
     */
    record Recorded(Event event, String routingKey, String messageId, String text, long nanoTime) {}

    EventRecorder(BrokerFixture broker) throws IOException {
        this.connection = broker.connect("event-recorder");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(Topology.EVENT_EXCHANGE, "topic", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENT_EXCHANGE, "#");
        channel.basicConsume(queue, true, (tag, delivery) -> recorded.add(read(delivery)), tag -> {});
    }

    private static Recorded read(Delivery delivery) {
        if (!(EventCodec.read(delivery.getBody()) instanceof EventCodec.Reading.Read(Event event))) {
            throw new IllegalStateException("not an event");
        }
        return new Recorded(
                event,
                delivery.getEnvelope().getRoutingKey(),
                delivery.getProperties().getMessageId(),
                new String(delivery.getBody(), StandardCharsets.UTF_8),
                System.nanoTime());
    }

    List<Recorded> all() {
        return List.copyOf(recorded);
    }

    List<Event> of(UUID accountId) {
        return recorded.stream()
                .map(Recorded::event)
                .filter(event -> event.subject().equals(accountId.toString()))
                .toList();
    }

    /** The types of an account's events, in the order of their coming. */
    List<String> types(UUID accountId) {
        return of(accountId).stream().map(Event::type).toList();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
