package dev.gatehouse.gateway.ws;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The things that belong to an id, of which there may be several. Nothing is kept of an id that has none. Thread-safe. */
final class SetsById<T> {
    private final Map<UUID, Set<T>> sets = new ConcurrentHashMap<>();

    void add(UUID id, T thing) {
        sets.compute(id, (same, set) -> {
            Set<T> some = set == null ? ConcurrentHashMap.newKeySet(1) : set;
            some.add(thing);
            return some;
        });
    }

    void remove(UUID id, T thing) {
        sets.computeIfPresent(id, (same, set) -> {
            set.remove(thing);
            return set.isEmpty() ? null : set;
        });
    }

    /** A view that may change while it is read. */
    Set<T> of(UUID id) {
        return sets.getOrDefault(id, Set.of());
    }
}
