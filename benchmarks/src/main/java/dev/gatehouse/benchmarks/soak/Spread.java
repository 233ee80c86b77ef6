package dev.gatehouse.benchmarks.soak;

import java.util.Collection;

/** How figures are spread; all zero where there are none. */
record Spread(int count, double p50, double p99, double max) {
    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.99;
    private static final double TENTHS = 10;

    static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0
                ? new Spread(0, 0, 0, 0)
                : new Spread(sorted.length, at(sorted, MEDIAN), at(sorted, HIGH), at(sorted, 1));
    }

    private static double at(double[] sorted, double part) {
        return Math.round(sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))] * TENTHS) / TENTHS;
    }
}
