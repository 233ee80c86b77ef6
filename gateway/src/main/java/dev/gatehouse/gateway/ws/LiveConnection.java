package dev.gatehouse.gateway.ws;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection of an authenticated client.
 *
 * @param connectionId stays the same when a client resumes
 * @param epoch distinguishes the connections of one id: 1 for the first, and greater for each connection that has resumed it
 */
public record LiveConnection(
        UUID connectionId, int epoch, UUID accountId, UUID sessionId, Optional<String> clientIp, Instant openedAt) {}
