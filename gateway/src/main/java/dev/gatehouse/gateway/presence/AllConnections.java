package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.contract.GatewayApi.AccountConnections;
import dev.gatehouse.common.contract.GatewayApi.GatewayConnections;
import dev.gatehouse.common.contract.GatewayApi.LiveConnections;
import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds up what the gateways have told: a pure function. */
final class AllConnections {
    private AllConnections() {}

    static LiveConnections of(List<ConnectionsTold> answers, int limit, boolean complete) {
        Map<UUID, Integer> accounts = new HashMap<>();
        answers.forEach(answer -> answer.accounts().forEach((id, n) -> accounts.merge(id, n, Integer::sum)));
        return new LiveConnections(
                answers.stream().mapToInt(ConnectionsTold::count).sum(),
                answers.stream()
                        .map(answer -> new GatewayConnections(answer.gatewayId(), answer.count()))
                        .sorted(Comparator.comparing(
                                gateway -> gateway.gatewayId().toString()))
                        .toList(),
                accounts.entrySet().stream()
                        .sorted(LiveCounts.MOST_FIRST)
                        .limit(limit)
                        .map(entry -> new AccountConnections(entry.getKey(), entry.getValue()))
                        .toList(),
                complete);
    }
}
