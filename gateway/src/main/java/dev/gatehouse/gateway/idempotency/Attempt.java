package dev.gatehouse.gateway.idempotency;

import java.time.Duration;

/**
 * One try to do a request.
 *
 * @param messageId the request's identity on the bus
 * @param left how long the client still waits
 * @param doubtful whether an earlier try may have been executed; then no later one may say that nothing has been
 */
public record Attempt(String messageId, Duration left, boolean doubtful) {}
