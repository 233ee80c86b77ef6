package dev.gatehouse.benchmarks.websocket;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.benchmarks.peer.BareConnection;
import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** A service that pushes. Confined to one thread. */
final class PushPublisher implements AutoCloseable {
    private static final String EXCHANGE = "core.push.v1";
    private static final byte[] BODY =
            "{\"event\":\"bench.tick\",\"payload\":{\"symbol\":\"EURUSD\",\"bid\":1.0831,\"ask\":1.0833,\"at\":\"2026-01-01T00:00:00Z\"}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final AMQP.BasicProperties JSON =
            new AMQP.BasicProperties.Builder().contentType("application/json").build();

    private final Connection connection;
    private final Channel channel;

    PushPublisher(String amqpUri) {
        try {
            this.connection = BareConnection.open(amqpUri, "bench-pushes");
            this.channel = connection.createChannel();
        } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException e) {
            throw new LoadException("the broker cannot be reached: " + e.getMessage(), e);
        }
    }

    void push(String routingKey) {
        try {
            channel.basicPublish(EXCHANGE, routingKey, JSON, BODY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
