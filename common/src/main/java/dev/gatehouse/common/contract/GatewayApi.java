package dev.gatehouse.common.contract;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The methods that the gateways themselves answer, any of them for all. */
public final class GatewayApi {
    public static final String DOMAIN = "gateway";

    public static final RpcMethod<Connections, LiveConnections> CONNECTIONS =
            new RpcMethod<>(DOMAIN, "connections", Connections.class, LiveConnections.class);

    private GatewayApi() {}

    /**
     * Asks who is connected.
     *
     * @param accountId counts the connections of this account alone; empty for all
     * @param limit how many accounts are told at most, from 1 to {@value #MAX_LIMIT}; {@value #DEFAULT_LIMIT} where empty
     */
    public record Connections(Optional<UUID> accountId, Optional<Integer> limit) {
        public static final int DEFAULT_LIMIT = 100;
        public static final int MAX_LIMIT = 1_000;
    }

    /**
     * Who is connected.
     *
     * @param count all connections of the gateways that have answered
     * @param accounts those with most connections, the most first
     * @param complete false where a gateway that is there, or was seconds ago, has not answered
     */
    public record LiveConnections(
            int count, List<GatewayConnections> gateways, List<AccountConnections> accounts, boolean complete) {
        public LiveConnections {
            gateways = List.copyOf(gateways);
            accounts = List.copyOf(accounts);
        }
    }

    public record GatewayConnections(UUID gatewayId, int count) {}

    public record AccountConnections(UUID accountId, int connections) {}
}
