package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** How many connections each account has on this gateway. Thread-safe, without waiting. */
final class LiveCounts {
    /** The most first; of as many the one whose id, as a text, comes first. */
    static final Comparator<Map.Entry<UUID, Integer>> MOST_FIRST = Map.Entry.<UUID, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().toString());

    private final ConcurrentMap<UUID, Integer> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();

    void opened(UUID accountId) {
        total.incrementAndGet();
        accounts.merge(accountId, 1, Integer::sum);
    }

    void closed(UUID accountId) {
        for (Optional<Integer> seen = count(accountId); seen.isPresent(); seen = count(accountId)) {
            int count = seen.get();
            if (count == 1 ? accounts.remove(accountId, count) : accounts.replace(accountId, count, count - 1)) {
                total.decrementAndGet();
                return;
            }
        }
    }

    private Optional<Integer> count(UUID accountId) {
        return Optional.ofNullable(accounts.get(accountId));
    }

    int total() {
        return total.get();
    }

    /** What this gateway answers to a question: all of an account, or the accounts with most connections. */
    ConnectionsTold answer(UUID queryId, UUID gatewayId, Optional<UUID> accountId) {
        Map<UUID, Integer> counts = accountId.isPresent()
                ? count(accountId.get()).map(n -> Map.of(accountId.get(), n)).orElse(Map.of())
                : Map.copyOf(accounts);
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new ConnectionsTold(queryId, gatewayId, all, most(counts));
    }

    private static Map<UUID, Integer> most(Map<UUID, Integer> counts) {
        if (counts.size() <= ConnectionsTold.MAX_ACCOUNTS) {
            return counts;
        }
        return counts.entrySet().stream()
                .sorted(MOST_FIRST)
                .limit(ConnectionsTold.MAX_ACCOUNTS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
