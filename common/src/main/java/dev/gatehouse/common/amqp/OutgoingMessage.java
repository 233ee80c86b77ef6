package dev.gatehouse.common.amqp;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A message to be published, its body JSON. Bodies are not copied and must not be changed. */
public sealed interface OutgoingMessage {
    byte[] body();

    /**
     * A request to the RPC exchange. It is mandatory: where no queue is bound it comes back.
     *
     * @param routingKey which operation of which service
     * @param correlationId ties the reply to it; nobody else can guess it
     * @param replyTo the queue that the reply goes to
     * @param messageId the identity for deduplication
     * @param expiration after how long it dies in a queue, at least 1 ms
     * @param timestamp when it was made
     * @param headers texts and numbers
     */
    record Request(
            String routingKey,
            String correlationId,
            String replyTo,
            String messageId,
            Duration expiration,
            Instant timestamp,
            Map<String, Object> headers,
            byte[] body)
            implements OutgoingMessage {}

    /**
     * A reply to the queue that the request named. Where that queue is gone, so is the reply.
     *
     * @param correlationId the request's, where it had one
     */
    record Reply(String replyTo, Optional<String> correlationId, byte[] body) implements OutgoingMessage {}
}
