package dev.gatehouse.gateway.ws;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A service in plain AMQP, which answers each request with its headers, and pushes numbers. */
final class BusService implements AutoCloseable {
    private static final String RPC = "core.rpc.v1";
    private static final String PUSHES = "core.push.v1";

    private final Connection connection;
    private final Channel publishing;

    BusService(TestBroker broker, String routingKey) throws IOException {
        connection = broker.connect("bus-service");
        publishing = connection.createChannel();
        publishing.exchangeDeclare(PUSHES, BuiltinExchangeType.TOPIC, true);
        Channel serving = connection.createChannel();
        serving.exchangeDeclare(RPC, BuiltinExchangeType.TOPIC, true);
        String queue = serving.queueDeclare().getQueue();
        serving.queueBind(queue, RPC, routingKey);
        serving.basicConsume(
                queue, true, (tag, request) -> answer(serving, request.getProperties(), request.getBody()), tag -> {});
    }

    private static void answer(Channel channel, AMQP.BasicProperties request, byte[] body) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        request.getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
        Map<String, Object> data =
                Map.of("headers", headers, "request", Json.mapper().readTree(body));
        channel.basicPublish(
                "",
                request.getReplyTo(),
                new AMQP.BasicProperties.Builder()
                        .correlationId(request.getCorrelationId())
                        .contentType("application/json")
                        .build(),
                Json.mapper().writeValueAsBytes(Map.of("success", true, "data", data)));
    }

    void push(String routingKey, int number) throws IOException {
        publishing.basicPublish(
                PUSHES,
                routingKey,
                new AMQP.BasicProperties(),
                ("{\"event\":\"test\",\"payload\":{\"n\":" + number + "}}").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        // It may be lost already.
        connection.abort();
    }
}
