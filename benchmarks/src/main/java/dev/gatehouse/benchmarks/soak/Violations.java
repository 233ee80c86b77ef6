package dev.gatehouse.benchmarks.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has been found not to hold. Thread-safe: guarded by the monitor of {@code this}. */
final class Violations {
    private static final int KEPT = 50;

    private final Map<Rule, List<String>> details = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);

    /**
     * Those of one rule.
     *
     * @param details of the first ones
     */
    record Broken(String rule, long count, List<String> details) {}

    synchronized void add(Rule rule, String detail) {
        counts.merge(rule, 1L, Long::sum);
        List<String> kept = details.computeIfAbsent(rule, key -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(detail);
        }
    }

    void require(boolean holds, Rule rule, String detail) {
        if (!holds) {
            add(rule, detail);
        }
    }

    synchronized Map<String, Broken> broken() {
        Map<String, Broken> broken = new LinkedHashMap<>();
        counts.forEach((rule, count) -> broken.put(
                rule.name().toLowerCase(Locale.ROOT),
                new Broken(rule.text(), count, List.copyOf(details.getOrDefault(rule, List.of())))));
        return broken;
    }
}
