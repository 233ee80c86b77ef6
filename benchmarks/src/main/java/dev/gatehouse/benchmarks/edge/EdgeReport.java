package dev.gatehouse.benchmarks.edge;

import dev.gatehouse.testkit.edge.Prober;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What honest clients have seen while nobody attacked, and under each family of attacks.
 *
 * @param quiet while nobody attacked
 * @param attacked under one family after the other
 */
record EdgeReport(Row quiet, List<Row> attacked) {
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * One measurement.
     *
     * @param name of the family
     * @param attacks that were played
     * @param wrong attacks that did not end as they should
     * @param reading what the honest clients have seen
     */
    record Row(String name, int attacks, int wrong, Prober.Reading reading) {
        private double millis(double part) {
            List<Duration> sorted = reading.latencies().stream().sorted().toList();
            return sorted.isEmpty()
                    ? Double.NaN
                    : sorted.get(Math.min(sorted.size() - 1, (int) (part * sorted.size())))
                                    .toNanos()
                            / NANOS_PER_MILLI;
        }
    }

    /** As a table. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| attacks | played | ended otherwise | honest requests | failed | median, ms | ratio | p99, ms | ratio |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        lines.add(line(quiet));
        attacked.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines);
    }

    private String line(Row row) {
        double median = row.millis(P50);
        double p99 = row.millis(P99);
        return "| %s | %d | %d | %d | %d | %.2f | %.1f | %.2f | %.1f |"
                .formatted(
                        row.name,
                        row.attacks,
                        row.wrong,
                        row.reading.latencies().size(),
                        row.reading.failures().size(),
                        median,
                        median / quiet.millis(P50),
                        p99,
                        p99 / quiet.millis(P99));
    }
}
