package dev.gatehouse.benchmarks.soak;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * A service of a user's own, with nothing but the AMQP client: it answers every request with its own body, late where the request asks for
 * that, and remembers what it has executed. Thread-safe.
 */
final class RecordingEcho implements AutoCloseable {
    private static final String EXCHANGE = "core.rpc.v1";
    private static final String QUEUE = "core.soak.rpc.v1";
    private static final Map<String, Object> QUEUE_ARGUMENTS = Map.of("x-expires", 30_000);
    private static final int PREFETCH = 200;

    private final Connection connection;
    private final Map<String, Integer> executions = new ConcurrentHashMap<>();

    private RecordingEcho(Connection connection) {
        this.connection = connection;
    }

    static RecordingEcho start(String uri) {
        RecordingEcho echo = new RecordingEcho(BusConnection.open(uri, "soak-echo"));
        try {
            echo.serve();
            return echo;
        } catch (IOException e) {
            throw new LoadException("the echo service did not start: " + e, e);
        }
    }

    private void serve() throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.queueDeclare(QUEUE, true, false, false, QUEUE_ARGUMENTS);
        channel.queueBind(QUEUE, EXCHANGE, "core.soak.rpc.echo.v1");
        channel.queueBind(QUEUE, EXCHANGE, "core.soak.rpc.slow.v1");
        channel.basicQos(PREFETCH);
        channel.basicConsume(QUEUE, false, new Requests(channel));
    }

    /** How often each request has been executed, by its id. */
    Map<String, Integer> executions() {
        return Map.copyOf(executions);
    }

    /** How many requests have been executed more than once, since they were delivered again. */
    long executedTwice() {
        return executions.values().stream().filter(times -> times > 1).count();
    }

    @Override
    public void close() {
        connection.abort();
    }

    private final class Requests extends DefaultConsumer {
        Requests(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            Thread.ofVirtual().name("soak-echo-" + envelope.getDeliveryTag()).start(() -> {
                execute(body);
                answer(envelope, properties, body);
            });
        }

        private void execute(byte[] body) {
            JsonNode request = Json.mapper().readTree(body);
            executions.merge(request.path("id").asString(), 1, Integer::sum);
            int delay = request.path("delay_ms").asInt(0);
            if (delay > 0) {
                Pauses.millis(delay);
            }
        }

        private void answer(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            AMQP.BasicProperties reply = new AMQP.BasicProperties.Builder()
                    .contentType("application/json")
                    .correlationId(properties.getCorrelationId())
                    .build();
            String text = "{\"success\":true,\"data\":" + new String(body, StandardCharsets.UTF_8) + "}";
            Channel channel = getChannel();
            synchronized (channel) {
                try {
                    channel.basicPublish("", properties.getReplyTo(), reply, text.getBytes(StandardCharsets.UTF_8));
                    channel.basicAck(envelope.getDeliveryTag(), false);
                } catch (IOException | AlreadyClosedException e) {
                    // The connection is lost: the request comes again.
                }
            }
        }
    }
}
