package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import dev.gatehouse.common.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection that looks at what is on a broker, and at what its user may do there. It leaves nothing behind, and nothing that it does
 * reaches anybody: its queues are its own, and what it publishes is rolled back. Each question has a channel of its own, because a broker
 * closes the channel on which it refuses something. Confined to one thread; every wait is bounded as the configuration says.
 */
public final class TopologyProbe implements AutoCloseable {
    private static final byte[] EMPTY = {};

    private final BrokerClient client;
    private final Duration closeLimit;
    private BrokerConnection connection;
    /** Why the broker cannot be reached any more. */
    private Optional<BrokerRefusal> gone = Optional.empty();

    private TopologyProbe(BrokerConnection connection, BrokerClient client, Duration closeLimit) {
        this.connection = connection;
        this.client = client;
        this.closeLimit = closeLimit;
    }

    /** Connects and logs in; tries once. */
    public static ProbedBroker connect(AmqpConfig config, String connectionName) {
        BrokerClient client = new BrokerClient(config, connectionName, new GatheredWrites());
        try {
            return new ProbedBroker.Connected(new TopologyProbe(client.connect(), client, config.operationTimeout()));
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            return new ProbedBroker.Unreachable(ConnectFailure.text(e, config));
        }
    }

    /** The broker user. */
    public String user() {
        return client.user();
    }

    public Secret password() {
        return client.password();
    }

    public String virtualHost() {
        return client.virtualHost();
    }

    /** The broker's name and version, as it tells them. */
    public String product() {
        return serverProperty("product") + " " + serverProperty("version");
    }

    private String serverProperty(String name) {
        Object value = connection.amqp().getServerProperties().get(name);
        return value == null ? "?" : value.toString();
    }

    /** Why an exchange cannot be seen; empty where it is there, of whatever type. */
    public Optional<BrokerRefusal> look(String exchange) {
        return ask(channel -> channel.exchangeDeclarePassive(exchange));
    }

    /**
     * Declares an exchange, which is there, as the gateway does; a passive declaration would not compare its type. Empty where it is a durable
     * topic exchange.
     */
    public Optional<BrokerRefusal> redeclare(String exchange) {
        return ask(channel -> channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true));
    }

    /** Declares a queue for replies and consumes from it, as an RPC client does. */
    public Optional<BrokerRefusal> receiveReplies() {
        return ask(channel -> consumed(channel, new ConsumedQueue.Replies(1).declare(channel)));
    }

    /** Declares a queue for events of a type and consumes from it, as a subscriber does; what comes in is dropped. */
    public Optional<BrokerRefusal> receiveEvents(String type) {
        return ask(channel ->
                consumed(channel, new EventQueue.OfProcess("a check", List.of(type), 1, 1).declare(channel)));
    }

    /** Declares a queue for pushes, binds it and consumes from it, as a gateway does; what comes in is dropped. */
    public Optional<BrokerRefusal> receivePushes() {
        return ask(channel -> consumed(channel, new PushQueue(1, 1, 1, new PushesToNobody()).declare(channel)));
    }

    /**
     * Looks whether the requests of a shared queue may be served. A queue that is there is declared and bound once more, which changes nothing,
     * but is not consumed from, which would take requests from its service. Where there is none, one that is this connection's alone is there
     * for a moment.
     */
    public Optional<BrokerRefusal> serve(ConsumedQueue.Requests queue) {
        return switch (queue(queue.name())) {
            case QueueLook.Found _ -> ask(queue::declare);
            case QueueLook.Refused(BrokerRefusal refusal)
            when refusal.kind() == BrokerRefusal.Kind.MISSING ->
                ask(channel -> {
                    channel.queueDeclare(queue.name(), false, true, true, Map.of());
                    queue.restore(channel);
                    consumed(channel, queue.name());
                });
            case QueueLook.Refused(BrokerRefusal refusal) -> Optional.of(refusal);
        };
    }

    /** Consumes from a queue of this connection's alone, and deletes it. */
    private static void consumed(Channel channel, String name) throws IOException {
        channel.basicConsume(name, true, new DefaultConsumer(channel));
        channel.queueDelete(name);
    }

    /** Whether a request may be published, which reaches nobody. */
    public Optional<BrokerRefusal> publishRequest(String routingKey) {
        return publish(Topology.RPC_EXCHANGE, routingKey);
    }

    /** Whether an event of a type may be published, which reaches nobody. */
    public Optional<BrokerRefusal> publishEvent(String type) {
        return publish(Topology.EVENT_EXCHANGE, type);
    }

    /** Whether replies may be published, which reaches nobody. */
    public Optional<BrokerRefusal> publishReply() {
        return publish(Topology.DEFAULT_EXCHANGE, "check");
    }

    /** In a transaction that is rolled back. A broker looks at the rights when it gets the message, and hands none on before the commit. */
    private Optional<BrokerRefusal> publish(String exchange, String routingKey) {
        BasicProperties properties =
                new BasicProperties.Builder().userId(client.user()).build();
        return ask(channel -> {
            channel.txSelect();
            channel.basicPublish(exchange, routingKey, properties, EMPTY);
            channel.txRollback();
        });
    }

    /** Looks at a queue. */
    public QueueLook queue(String name) {
        AtomicReference<QueueLook> look = new AtomicReference<>(new QueueLook.Found(0, 0));
        Optional<BrokerRefusal> refusal = ask(channel -> {
            DeclareOk found = channel.queueDeclarePassive(name);
            look.set(new QueueLook.Found(found.getMessageCount(), found.getConsumerCount()));
        });
        return refusal.<QueueLook>map(QueueLook.Refused::new).orElseGet(look::get);
    }

    private Optional<BrokerRefusal> ask(Question question) {
        if (gone.isEmpty()) {
            reconnect();
        }
        return gone.isPresent() ? gone : put(question);
    }

    /** The embedded broker refuses some things by closing the whole connection. */
    private void reconnect() {
        try {
            if (!connection.amqp().isOpen()) {
                connection.close(closeLimit);
                connection = client.connect();
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            gone = Optional.of(BrokerRefusal.of(e));
        }
    }

    private Optional<BrokerRefusal> put(Question question) {
        try {
            Channel channel = Channels.open(connection.amqp());
            try {
                question.put(channel);
                return Optional.empty();
            } finally {
                Channels.abort(channel);
            }
        } catch (IOException | ShutdownSignalException e) {
            return Optional.of(BrokerRefusal.of(e));
        }
    }

    @Override
    public void close() {
        connection.close(closeLimit);
    }

    private record PushesToNobody() implements PushQueue.Owner {
        private static final String KEY = "check";

        @Override
        public Collection<String> opening(QueueBindings bindings) {
            return List.of(KEY);
        }

        @Override
        public void ended(QueueBindings bindings) {
            // Nobody waits for anything that was bound.
        }
    }

    @FunctionalInterface
    private interface Question {
        void put(Channel channel) throws IOException;
    }
}
