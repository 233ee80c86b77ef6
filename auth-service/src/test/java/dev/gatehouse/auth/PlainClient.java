package dev.gatehouse.auth;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A client of the bus with nothing but the AMQP library, which says itself what its message ids are. Thread-safe. */
final class PlainClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final Connection connection;
    private final Channel channel;
    private final String replyQueue;
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

    PlainClient(BrokerFixture broker) throws IOException {
        this.connection = broker.connect("plain-client");
        this.channel = connection.createChannel();
        this.replyQueue = channel.queueDeclare().getQueue();
        channel.basicConsume(
                replyQueue,
                true,
                (tag, delivery) -> waiting.getOrDefault(
                                delivery.getProperties().getCorrelationId(), new CompletableFuture<>())
                        .complete(delivery.getBody()),
                tag -> {});
    }

    /** Sends a request and waits for its reply, as it came. */
    <Q> byte[] call(RpcMethod<Q, ?> method, Q request, Optional<String> messageId) throws Exception {
        return send(method, request, messageId).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The data of a success. */
    <Q, R> R data(RpcMethod<Q, R> method, Q request) throws Exception {
        JsonNode reply = Json.mapper().readTree(call(method, request, Optional.empty()));
        if (!reply.get("success").booleanValue()) {
            throw new IllegalStateException(reply.toString());
        }
        return Json.mapper().treeToValue(reply.get("data"), method.response());
    }

    <Q> CompletableFuture<byte[]> send(RpcMethod<Q, ?> method, Q request, Optional<String> messageId)
            throws IOException {
        String correlationId = UUID.randomUUID().toString();
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        waiting.put(correlationId, reply);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .replyTo(replyQueue)
                .correlationId(correlationId)
                .messageId(messageId.orElse(null))
                .build();
        synchronized (channel) {
            channel.basicPublish(
                    Topology.RPC_EXCHANGE,
                    method.routingKey(),
                    properties,
                    Json.mapper().writeValueAsBytes(request));
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
