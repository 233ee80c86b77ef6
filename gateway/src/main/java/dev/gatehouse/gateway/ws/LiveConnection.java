package dev.gatehouse.gateway.ws;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection of an authenticated client.
 *
 * @param connectionId the same again if a client has resumed
 * @param epoch tells connections of one id apart: 1 for the first, greater with each one that has resumed it
 */
public record LiveConnection(
        UUID connectionId, int epoch, UUID accountId, UUID sessionId, Optional<String> clientIp, Instant openedAt) {}
