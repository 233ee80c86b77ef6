package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The two channels of a {@link Publisher}: one without confirms, and one with, for the messages that need them. Both end with either.
 *
 * @param confirms empty where the broker rejects nothing
 */
record PublishingChannels(Channel plain, Optional<Confirms> confirms) {
    static PublishingChannels open(Connection connection, PublisherListener listener) throws IOException {
        Channel plain = Channels.open(connection);
        try {
            Topology.declareTopicExchange(plain, Topology.RPC_EXCHANGE);
            tellOfReturns(plain, listener);
            return new PublishingChannels(
                    plain, rejects(connection) ? Optional.of(confirmed(connection, listener)) : Optional.empty());
        } catch (IOException | RuntimeException e) {
            Channels.abort(plain);
            throw e;
        }
    }

    private static Confirms confirmed(Connection connection, PublisherListener listener) throws IOException {
        Channel channel = Channels.open(connection);
        try {
            tellOfReturns(channel, listener);
            return Confirms.on(channel, listener::rejected);
        } catch (IOException | RuntimeException e) {
            Channels.abort(channel);
            throw e;
        }
    }

    Connection connection() {
        return plain.getConnection();
    }

    /** Publishes a message. */
    void publish(Publication publication, BasicProperties properties) throws IOException {
        switch (publication.message()) {
            case OutgoingMessage.Request request ->
                channel(publication, request)
                        .basicPublish(Topology.RPC_EXCHANGE, request.routingKey(), true, properties, request.body());
            case OutgoingMessage.Reply reply ->
                plain.basicPublish(Topology.DEFAULT_EXCHANGE, reply.replyTo(), false, properties, reply.body());
        }
    }

    void whenLost(Runnable lost) {
        all().forEach(channel -> channel.addShutdownListener(cause -> lost.run()));
    }

    void abort() {
        all().forEach(Channels::abort);
    }

    private Channel channel(Publication publication, OutgoingMessage.Request request) {
        if (confirms.isEmpty() || !publication.needsConfirm()) {
            return plain;
        }
        confirms.get().expect(request.correlationId());
        return confirms.get().channel();
    }

    private List<Channel> all() {
        return confirms.map(confirmed -> List.of(plain, confirmed.channel())).orElseGet(() -> List.of(plain));
    }

    private static void tellOfReturns(Channel channel, PublisherListener listener) {
        channel.addReturnListener(returned -> {
            String correlationId = returned.getProperties().getCorrelationId();
            if (correlationId != null) {
                listener.returned(correlationId);
            }
        });
    }

    /** Qpid has no bound on a queue, and says of a confirmed message that no queue takes the same as RabbitMQ says of a full one. */
    private static boolean rejects(Connection connection) {
        return !BrokerProduct.isQpid(connection);
    }
}
