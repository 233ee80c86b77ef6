package dev.gatehouse.common.amqp;

import java.util.Map;
import java.util.Optional;

/**
 * A message as it was delivered.
 *
 * @param headers those whose values are texts, numbers or booleans, as texts
 * @param redelivered whether it may have been delivered before
 */
public record IncomingMessage(
        String routingKey,
        Optional<String> replyTo,
        Optional<String> correlationId,
        Optional<String> messageId,
        Map<String, String> headers,
        boolean redelivered,
        byte[] body) {}
