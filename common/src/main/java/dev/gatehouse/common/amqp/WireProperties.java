package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates between messages and the library's properties.
 *
 * @param appId the sender's name
 * @param user the broker user that the connection was made as; a broker refuses any other
 */
record WireProperties(String appId, String user) {
    private static final String JSON = "application/json";
    /** Nobody waits any more for what a restart of the broker would have kept. */
    private static final int NOT_PERSISTENT = 1;
    /** Bytes of a short string (AMQP 0-9-1, section 4.2.5.3). */
    private static final int MAX_SHORT_TEXT = 255;
    /** In UTF-8, of one {@code char}: what is short need not be encoded to see that it fits. */
    private static final int MAX_BYTES_OF_CHAR = 3;

    BasicProperties of(OutgoingMessage message) {
        BasicProperties.Builder properties = new BasicProperties.Builder()
                .contentType(JSON)
                .deliveryMode(NOT_PERSISTENT)
                .appId(appId)
                .userId(user);
        return switch (message) {
            case OutgoingMessage.Request request ->
                properties
                        .correlationId(request.correlationId())
                        .replyTo(request.replyTo())
                        .messageId(request.messageId())
                        .expiration(
                                Long.toString(Math.max(1, request.expiration().toMillis())))
                        .timestamp(Date.from(request.timestamp()))
                        .headers(request.headers())
                        .build();
            case OutgoingMessage.Reply reply ->
                properties.correlationId(reply.correlationId().orElse(null)).build();
        };
    }

    static IncomingMessage message(Envelope envelope, BasicProperties properties, byte[] body) {
        return new IncomingMessage(
                envelope.getRoutingKey(),
                shortText(properties.getReplyTo()).filter(name -> !name.isEmpty()),
                shortText(properties.getCorrelationId()),
                shortText(properties.getMessageId()),
                texts(properties.getHeaders()),
                envelope.isRedeliver(),
                body);
    }

    /**
     * A property that was no UTF-8 counts as not there where the characters that the library has put in place of its bytes no longer fit:
     * nothing could be answered to it.
     */
    private static Optional<String> shortText(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(property -> property.length() <= MAX_SHORT_TEXT / MAX_BYTES_OF_CHAR
                        || property.getBytes(StandardCharsets.UTF_8).length <= MAX_SHORT_TEXT);
    }

    private static Map<String, String> texts(@Nullable Map<String, Object> headers) {
        if (headers == null) {
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>();
        headers.forEach((name, value) -> {
            switch (value) {
                case String text -> texts.put(name, text);
                case LongString text -> texts.put(name, text.toString());
                case Number number -> texts.put(name, number.toString());
                case Boolean bool -> texts.put(name, bool.toString());
                case null, default -> {
                    // Tables, lists and times mean nothing to anybody here.
                }
            }
        });
        return texts;
    }
}
