package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.gateway.ws.LiveConnection;
import java.time.Instant;
import java.util.UUID;

/** A connection has come or gone. Small, because many may wait; an event is made of it when its turn comes. */
record ConnectionChange<D>(EventType<D> type, UUID accountId, Instant at, D data) {
    static ConnectionChange<?> opened(UUID gatewayId, LiveConnection connection) {
        return new ConnectionChange<>(
                GatewayEvents.CONNECTION_OPENED,
                connection.accountId(),
                connection.openedAt(),
                new GatewayEvents.ConnectionOpened(
                        connection.connectionId(),
                        connection.epoch(),
                        connection.accountId(),
                        connection.sessionId(),
                        gatewayId,
                        connection.clientIp(),
                        connection.openedAt()));
    }

    static ConnectionChange<?> closed(UUID gatewayId, LiveConnection connection, Instant at, int closeCode) {
        return new ConnectionChange<>(
                GatewayEvents.CONNECTION_CLOSED,
                connection.accountId(),
                at,
                new GatewayEvents.ConnectionClosed(
                        connection.connectionId(),
                        connection.epoch(),
                        connection.accountId(),
                        connection.sessionId(),
                        gatewayId,
                        connection.clientIp(),
                        connection.openedAt(),
                        at,
                        closeCode));
    }

    Event event() {
        return Event.of(type, Presence.SOURCE, accountId.toString(), at, data);
    }
}
