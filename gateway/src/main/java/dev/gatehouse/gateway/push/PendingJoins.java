package dev.gatehouse.gateway.push;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for which keys to be bound. Guarded by the monitor of the {@link BindingPlan} that it belongs to. */
final class PendingJoins {
    private final Map<String, Set<PendingJoin>> byKey = new HashMap<>();

    void add(String key, PendingJoin join) {
        byKey.computeIfAbsent(key, missing -> new LinkedHashSet<>()).add(join);
        join.keyMissing();
    }

    void remove(PendingJoin join) {
        for (String key : join.keys()) {
            byKey.computeIfPresent(key, (same, joins) -> {
                joins.remove(join);
                return joins.isEmpty() ? null : joins;
            });
        }
    }

    /** A key is bound; says who has waited for it. */
    Collection<PendingJoin> bound(String key) {
        Collection<PendingJoin> joins = taken(key);
        joins.forEach(PendingJoin::keyBound);
        return joins;
    }

    /** A key cannot be bound: nobody waits for it any more. */
    void refused(String key) {
        taken(key).forEach(join -> join.settle(false));
    }

    void refuseAll() {
        List.copyOf(byKey.keySet()).forEach(this::refused);
    }

    private Collection<PendingJoin> taken(String key) {
        Set<PendingJoin> joins = byKey.remove(key);
        return joins == null ? Set.of() : joins;
    }
}
