package dev.gatehouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.util.Optional;

/** A service in plain AMQP that always gives the same answer, or none. */
final class FakeService implements AutoCloseable {
    private static final String EXCHANGE = "core.rpc.v1";

    private final Connection connection;

    FakeService(BrokerFixture broker, String routingKey, Optional<String> answer) throws IOException {
        connection = broker.connect("fake-service");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, EXCHANGE, routingKey);
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties request, byte[] body)
                    throws IOException {
                if (answer.isPresent()) {
                    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                            .correlationId(request.getCorrelationId())
                            .contentType("application/json")
                            .build();
                    channel.basicPublish(
                            "", request.getReplyTo(), properties, answer.get().getBytes(UTF_8));
                }
            }
        });
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
