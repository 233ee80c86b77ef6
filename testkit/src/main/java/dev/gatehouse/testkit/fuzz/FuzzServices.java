package dev.gatehouse.testkit.fuzz;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The services behind the fuzzed gateway: keys and revocations of an issuer, and an echo. Thread-safe. */
final class FuzzServices implements AutoCloseable {
    private static final String EXCHANGE = "core.rpc.v1";
    private static final String KEYS = "core.auth.rpc.jwks.v1";
    private static final String REVOCATIONS = "core.auth.rpc.revocations.v1";
    private static final String NO_REVOCATIONS = "{\"sessions\":[]}";

    private final Connection connection;
    private final TestIssuer issuer;

    private FuzzServices(Connection connection, TestIssuer issuer) {
        this.connection = connection;
        this.issuer = issuer;
    }

    /** Starts them on a broker. Throws {@link IllegalStateException} if that is not possible. */
    static FuzzServices start(URI broker, TestIssuer issuer) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            factory.setAutomaticRecoveryEnabled(false);
            FuzzServices services = new FuzzServices(factory.newConnection("fuzz-services"), issuer);
            services.serve();
            return services;
        } catch (Exception e) {
            throw new IllegalStateException("the services of the fuzzed gateway cannot be started: " + e, e);
        }
    }

    private void serve() throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        String queue = channel.queueDeclare().getQueue();
        for (String key : List.of(KEYS, REVOCATIONS, FuzzRoutes.ECHO_KEY)) {
            channel.queueBind(queue, EXCHANGE, key);
        }
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                AMQP.BasicProperties answer = new AMQP.BasicProperties.Builder()
                        .contentType("application/json")
                        .correlationId(properties.getCorrelationId())
                        .build();
                String data = data(envelope.getRoutingKey(), body);
                byte[] reply = ("{\"success\":true,\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
                getChannel().basicPublish("", properties.getReplyTo(), answer, reply);
            }
        });
    }

    private String data(String key, byte[] body) {
        return switch (key) {
            case KEYS -> issuer.keySet();
            case REVOCATIONS -> NO_REVOCATIONS;
            default -> body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8);
        };
    }

    @Override
    public void close() {
        connection.abort();
    }
}
