package dev.gatehouse.gateway.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How each routing key stands with the queue: wanted, being bound, bound, or bound and lingering because nobody needs it any more. Guarded by
 * the monitor of the {@link BindingPlan} that it belongs to.
 */
final class KeyStates {
    private final long lingerNanos;
    private final LongSupplier ticker;
    /** In the order in which they came to be wanted. */
    private final Set<String> wanted = new LinkedHashSet<>();

    private final Set<String> beingBound = new HashSet<>();
    /** Those that linger included. */
    private final Set<String> bound = new HashSet<>();
    /** Until when, by the ticker; in that order. */
    private final Map<String, Long> lingering = new LinkedHashMap<>();

    KeyStates(Duration linger, LongSupplier ticker) {
        this.lingerNanos = linger.toNanos();
        this.ticker = ticker;
    }

    int bound() {
        return bound.size();
    }

    /** Somebody needs a key; true where it is bound, else it is wanted. */
    boolean need(String key) {
        if (bound.contains(key)) {
            lingering.remove(key);
            return true;
        }
        if (!beingBound.contains(key)) {
            wanted.add(key);
        }
        return false;
    }

    /** Nobody needs a key any more. */
    void forsake(String key) {
        wanted.remove(key);
        if (bound.contains(key)) {
            lingering.put(key, ticker.getAsLong() + lingerNanos);
        }
    }

    void nowBound(String key) {
        wanted.remove(key);
        beingBound.remove(key);
        bound.add(key);
    }

    /** A key that was being bound cannot be. */
    void refused(String key) {
        beingBound.remove(key);
    }

    /** The queue is gone, and its bindings with it. */
    void clear() {
        beingBound.clear();
        bound.clear();
        lingering.clear();
    }

    /** Takes keys that are to be bound, the first ones; they are being bound from then on. */
    List<String> takeWanted(int most) {
        List<String> taken = new ArrayList<>();
        Iterator<String> each = wanted.iterator();
        while (taken.size() < most && each.hasNext()) {
            taken.add(each.next());
            each.remove();
        }
        beingBound.addAll(taken);
        return taken;
    }

    /** Takes keys that have lingered long enough; they count as not bound from then on. */
    List<String> takeOverdue(int most) {
        long now = ticker.getAsLong();
        List<String> taken = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> each = lingering.entrySet().iterator();
        while (taken.size() < most && each.hasNext()) {
            Map.Entry<String, Long> next = each.next();
            if (next.getValue() - now > 0) {
                break;
            }
            taken.add(next.getKey());
            each.remove();
        }
        taken.forEach(bound::remove);
        return taken;
    }

    /** How long until the next key has lingered long enough; the most where none lingers. */
    long nanosToOverdue() {
        return lingering.isEmpty()
                ? Long.MAX_VALUE
                : lingering.values().iterator().next() - ticker.getAsLong();
    }
}
