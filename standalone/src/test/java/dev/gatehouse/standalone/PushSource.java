package dev.gatehouse.standalone;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.util.Map;

/** A service that pushes, in plain AMQP. Confined to the test's thread. */
final class PushSource implements AutoCloseable {
    private static final String EXCHANGE = "core.push.v1";

    private final Connection connection;
    private final Channel channel;

    PushSource(BrokerFixture broker) throws IOException {
        connection = broker.connect("push-source");
        channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    }

    /** @param address such as {@code topic.public.news} or {@code broadcast} */
    void push(String address, String event, Object payload) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .build();
        channel.basicPublish(
                EXCHANGE,
                address,
                properties,
                Json.mapper().writeValueAsBytes(Map.of("event", event, "payload", payload)));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
