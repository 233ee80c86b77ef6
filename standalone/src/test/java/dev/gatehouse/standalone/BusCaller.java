package dev.gatehouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A client of the bus in plain AMQP, which has passed no gateway. Confined to the test's thread. */
final class BusCaller implements AutoCloseable {
    private static final String EXCHANGE = "core.rpc.v1";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Connection connection;
    private final Channel channel;
    private final String replies;

    BusCaller(BrokerFixture broker) throws IOException {
        connection = broker.connect("bus-caller");
        channel = connection.createChannel();
        replies = channel.queueDeclare().getQueue();
    }

    /** A request as the gateway sends it, whose parts can be replaced. */
    AMQP.BasicProperties.Builder request(String accountId) {
        return new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .correlationId(UUID.randomUUID().toString())
                .replyTo(replies)
                .headers(Map.of("x-account-id", accountId));
    }

    void send(String routingKey, AMQP.BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish(EXCHANGE, routingKey, true, properties, body);
    }

    /** The body of the next reply, which must be the one to this request. */
    String call(String routingKey, AMQP.BasicProperties properties, byte[] body) throws IOException {
        send(routingKey, properties, body);
        GetResponse reply = Awaitility.await("a reply")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(next(), Optional::isPresent)
                .orElseThrow();
        if (!properties.getCorrelationId().equals(reply.getProps().getCorrelationId())) {
            throw new AssertionError("a reply to another request: " + new String(reply.getBody(), UTF_8));
        }
        return new String(reply.getBody(), UTF_8);
    }

    JsonNode call(String routingKey, String accountId, String body) throws IOException {
        return Json.mapper().readTree(call(routingKey, request(accountId).build(), body.getBytes(UTF_8)));
    }

    private Callable<Optional<GetResponse>> next() {
        return () -> Optional.ofNullable(channel.basicGet(replies, true));
    }

    /** Deletes a queue, as an administrator would. */
    void delete(String queue) throws IOException {
        channel.queueDelete(queue);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
