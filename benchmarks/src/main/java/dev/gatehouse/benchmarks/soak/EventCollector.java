package dev.gatehouse.benchmarks.soak;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Collects the events of the auth service in a durable queue of its own, which outlives the broker's restarts. Thread-safe: guarded by the
 * monitor of {@code this}.
 */
final class EventCollector implements AutoCloseable {
    private static final String EXCHANGE = "core.events.v1";
    private static final String QUEUE = "soak.events";
    private static final int PREFETCH = 500;
    private static final long QUIET_MILLIS = 3_000;
    private static final int MOST_WAITS = 20;

    private final Connection connection;
    private final Map<String, CollectedEvent> events = new LinkedHashMap<>();
    private long received;
    private long redelivered;
    private long publishedAgain;

    /**
     * How many there were.
     *
     * @param redelivered known ones that the broker has delivered again
     * @param publishedAgain known ones that have been published again
     */
    record Counts(long received, long distinct, long redelivered, long publishedAgain) {}

    private EventCollector(Connection connection) {
        this.connection = connection;
    }

    static EventCollector start(String uri) {
        EventCollector collector = new EventCollector(BusConnection.open(uri, "soak-events"));
        try {
            collector.collect();
            return collector;
        } catch (IOException e) {
            throw new LoadException("the event collector did not start: " + e, e);
        }
    }

    private void collect() throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.queueDeclare(QUEUE, true, false, false, Map.of());
        channel.queueBind(QUEUE, EXCHANGE, "auth.#");
        channel.basicQos(PREFETCH);
        channel.basicConsume(QUEUE, false, new Events(channel));
    }

    /** In the order in which they first came. */
    synchronized List<CollectedEvent> events() {
        return List.copyOf(events.values());
    }

    synchronized Counts counts() {
        return new Counts(received, events.size(), redelivered, publishedAgain);
    }

    /** Waits until nothing has come for a while. */
    void awaitQuiet() {
        long before = -1;
        for (int i = 0; i < MOST_WAITS && counts().received() != before; i++) {
            before = counts().received();
            Pauses.millis(QUIET_MILLIS);
        }
    }

    private synchronized void received(JsonNode event, boolean again) {
        received++;
        String id = event.path("id").asString("");
        if (events.containsKey(id)) {
            redelivered += again ? 1 : 0;
            publishedAgain += again ? 0 : 1;
            return;
        }
        String type = event.path("type").asString("");
        String subject = event.path("subject").asString("");
        events.put(id, new CollectedEvent(id, type, subject, event.path("data"), events.size()));
    }

    @Override
    public void close() {
        connection.abort();
    }

    private final class Events extends DefaultConsumer {
        Events(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            received(Json.mapper().readTree(body), envelope.isRedeliver());
            getChannel().basicAck(envelope.getDeliveryTag(), false);
        }
    }
}
