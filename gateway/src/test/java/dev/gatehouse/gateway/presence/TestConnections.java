package dev.gatehouse.gateway.presence;

import dev.gatehouse.gateway.ws.LiveConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Connections as an endpoint would tell of them. */
final class TestConnections {
    static final Instant OPENED = Instant.parse("2026-01-31T12:00:00Z");

    static final int EPOCH = 3;

    private TestConnections() {}

    static LiveConnection of(UUID accountId) {
        return new LiveConnection(
                UUID.randomUUID(), EPOCH, accountId, UUID.randomUUID(), Optional.of("192.0.2.7"), OPENED);
    }

    /** An id that is easily told apart, and sorts by its number. */
    static UUID id(int number) {
        return UUID.fromString("00000000-0000-7000-8000-%012x".formatted(number));
    }
}
