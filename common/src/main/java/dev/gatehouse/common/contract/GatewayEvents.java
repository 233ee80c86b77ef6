package dev.gatehouse.common.contract;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The events of the gateways: what becomes of WebSocket connections, whose subject is the account; and what gateways tell each other, whose
 * subject is the gateway that tells it.
 */
public final class GatewayEvents {
    public static final EventType<ConnectionOpened> CONNECTION_OPENED =
            type("connection.opened", ConnectionOpened.class);
    public static final EventType<ConnectionClosed> CONNECTION_CLOSED =
            type("connection.closed", ConnectionClosed.class);

    /** Between gateways: comes every two seconds from each. */
    public static final EventType<InstanceAlive> INSTANCE_ALIVE = type("instance.alive", InstanceAlive.class);
    /** Between gateways: one has stopped in good order. */
    public static final EventType<InstanceLeft> INSTANCE_LEFT = type("instance.left", InstanceLeft.class);
    /** Between gateways: one wants to know what connections the others have. */
    public static final EventType<ConnectionsAsked> CONNECTIONS_ASKED =
            type("connections.asked", ConnectionsAsked.class);
    /** Between gateways: the answer of one. */
    public static final EventType<ConnectionsTold> CONNECTIONS_TOLD = type("connections.told", ConnectionsTold.class);

    private GatewayEvents() {}

    private static <D> EventType<D> type(String name, Class<D> data) {
        return new EventType<>(GatewayApi.DOMAIN + "." + name + ".v1", data);
    }

    /**
     * A client has connected and been authenticated.
     *
     * @param connectionId stays the same when a client resumes
     * @param epoch distinguishes the connections of one id: 1 for the first, and greater for each connection that has resumed it
     * @param gatewayId the run of a gateway that holds the connection
     */
    public record ConnectionOpened(
            UUID connectionId,
            int epoch,
            UUID accountId,
            UUID sessionId,
            UUID gatewayId,
            Optional<String> clientIp,
            Instant openedAt) {}

    /**
     * A connection has ended.
     *
     * @param epoch as in {@link ConnectionOpened}; if it is lower than the latest, another connection has resumed this one
     * @param closeCode the WebSocket's close code; 1006 where there was none
     */
    public record ConnectionClosed(
            UUID connectionId,
            int epoch,
            UUID accountId,
            UUID sessionId,
            UUID gatewayId,
            Optional<String> clientIp,
            Instant openedAt,
            Instant closedAt,
            int closeCode) {}

    /**
     * A gateway is there.
     *
     * @param connections how many it has
     */
    public record InstanceAlive(UUID gatewayId, int connections) {
        public InstanceAlive {
            Objects.requireNonNull(gatewayId);
        }
    }

    /** A gateway is gone. */
    public record InstanceLeft(UUID gatewayId) {
        public InstanceLeft {
            Objects.requireNonNull(gatewayId);
        }
    }

    /**
     * A gateway asks the others for their connections.
     *
     * @param queryId is in the answers
     * @param gatewayId who asks
     * @param accountId the only account that is asked for; empty for all
     */
    public record ConnectionsAsked(UUID queryId, UUID gatewayId, Optional<UUID> accountId) {
        public ConnectionsAsked {
            Objects.requireNonNull(queryId);
            Objects.requireNonNull(gatewayId);
        }
    }

    /**
     * The connections of one gateway.
     *
     * @param gatewayId who answers
     * @param count all its connections, those of accounts that are left out included
     * @param accounts the connections of single accounts, those that have most
     */
    public record ConnectionsTold(UUID queryId, UUID gatewayId, int count, Map<UUID, Integer> accounts) {
        /** So many accounts fit into an event. */
        public static final int MAX_ACCOUNTS = 1_000;

        public ConnectionsTold {
            Objects.requireNonNull(queryId);
            Objects.requireNonNull(gatewayId);
            accounts = Map.copyOf(accounts);
        }
    }
}
