package dev.gatehouse.gateway.ws;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection of an authenticated client.
 *
 * @param connectionId the same again where a client has resumed
 */
public record LiveConnection(
        UUID connectionId, UUID accountId, UUID sessionId, Optional<String> clientIp, Instant openedAt) {}
