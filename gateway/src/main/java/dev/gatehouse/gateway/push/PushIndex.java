package dev.gatehouse.gateway.push;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who gets the pushes of which routing keys. {@link #at} may be asked by any thread; all else is guarded by the monitor of the
 * {@link BindingPlan} that it belongs to.
 */
final class PushIndex {
    private final Map<String, Set<PushSubscriber>> byKey = new ConcurrentHashMap<>();
    private final Map<PushSubscriber, Standing> standings = new HashMap<>();

    private static final class Standing {
        private int keys;
        /** Whether it has been told that it gets pushes. */
        private boolean joined;
    }

    /** The subscribers of a key, each once; a view that may change while it is read. */
    Set<PushSubscriber> at(String key) {
        return byKey.getOrDefault(key, Set.of());
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    int subscribers() {
        return standings.size();
    }

    void add(String key, PushSubscriber subscriber) {
        if (byKey.computeIfAbsent(key, missing -> ConcurrentHashMap.newKeySet()).add(subscriber)) {
            standings.computeIfAbsent(subscriber, missing -> new Standing()).keys++;
        }
    }

    /** Whether that was the last subscriber of the key. */
    boolean remove(String key, PushSubscriber subscriber) {
        Set<PushSubscriber> subscribers = at(key);
        if (!subscribers.contains(subscriber)) {
            return false;
        }
        subscribers.remove(subscriber);
        standings.computeIfPresent(subscriber, (same, standing) -> {
            standing.keys--;
            return standing.keys == 0 ? null : standing;
        });
        return subscribers.isEmpty() && byKey.remove(key, subscribers);
    }

    /** Says that a subscriber has been told that it gets pushes. */
    void joined(PushSubscriber subscriber) {
        Standing standing = standings.get(subscriber);
        if (standing != null) {
            standing.joined = true;
        }
    }

    /** Those who have been told that they get pushes. */
    List<PushSubscriber> joined() {
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().joined)
                .map(Map.Entry::getKey)
                .toList();
    }
}
