package dev.gatehouse.benchmarks.peer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A service that answers every request with its own body, with nothing but the AMQP client: {@code EchoResponder AMQP-URI}. */
public final class EchoResponder {
    private static final byte[] BEFORE = EchoService.BEFORE.getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = EchoService.AFTER.getBytes(StandardCharsets.UTF_8);

    private EchoResponder() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = BareConnection.open(args[0], "bench-echo");
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(EchoService.EXCHANGE, BuiltinExchangeType.TOPIC, true);
            channel.queueDeclare(EchoService.QUEUE, false, true, true, Map.of());
            channel.queueBind(EchoService.QUEUE, EchoService.EXCHANGE, EchoService.ROUTING_KEY);
            channel.basicConsume(EchoService.QUEUE, true, new Echo(channel));
            PeerProtocol.serve("ready", command -> "unknown: " + command);
        }
    }

    private static final class Echo extends DefaultConsumer {
        Echo(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            ByteArrayOutputStream reply = new ByteArrayOutputStream(BEFORE.length + body.length + AFTER.length);
            reply.writeBytes(BEFORE);
            reply.writeBytes(body);
            reply.writeBytes(AFTER);
            AMQP.BasicProperties answer = new AMQP.BasicProperties.Builder()
                    .contentType("application/json")
                    .correlationId(properties.getCorrelationId())
                    .build();
            getChannel().basicPublish("", properties.getReplyTo(), answer, reply.toByteArray());
        }
    }
}
