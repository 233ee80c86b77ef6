package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Map;

/**
 * A message that a restart of the broker does not lose, where the queues that it goes to are durable. The body is not copied and must not
 * be changed.
 *
 * @param mandatory whether it counts as refused where no queue takes it
 * @param headers texts and numbers
 */
public record PersistentMessage(
        String exchange,
        String routingKey,
        boolean mandatory,
        String messageId,
        String contentType,
        Map<String, Object> headers,
        byte[] body) {
    private static final int PERSISTENT = 2;

    public PersistentMessage {
        headers = Map.copyOf(headers);
    }

    /** An event for whoever has subscribed to its type, which may be nobody. */
    public static PersistentMessage toSubscribers(String type, String messageId, String contentType, byte[] body) {
        return new PersistentMessage(Topology.EVENT_EXCHANGE, type, false, messageId, contentType, Map.of(), body);
    }

    BasicProperties properties(String appId, String user) {
        return new BasicProperties.Builder()
                .contentType(contentType)
                .deliveryMode(PERSISTENT)
                .messageId(messageId)
                .appId(appId)
                .userId(user)
                .headers(headers)
                .build();
    }
}
