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

    /** A copy of what came from a shared queue of events, for its retry queue. */
    public static PersistentMessage toRetryQueue(
            String of, String messageId, String contentType, Map<String, Object> headers, byte[] body) {
        return new PersistentMessage(
                Topology.DEFAULT_EXCHANGE,
                EventQueue.Shared.retryQueue(of),
                true,
                messageId,
                contentType,
                headers,
                body);
    }

    /** A copy of what came from a shared queue of events, for its dead letters. */
    public static PersistentMessage toDeadLetters(
            String of, String messageId, String contentType, Map<String, Object> headers, byte[] body) {
        return new PersistentMessage(Topology.DEAD_LETTER_EXCHANGE, of, true, messageId, contentType, headers, body);
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
