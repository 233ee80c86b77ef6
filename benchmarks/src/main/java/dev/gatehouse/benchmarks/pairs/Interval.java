package dev.gatehouse.benchmarks.pairs;

import java.util.Arrays;

/**
 * The median of a sample, and the interval that holds the median of what the sample is drawn from with a probability of 95 % at least: from
 * one order statistic to another, so nothing is assumed of the distribution (the sign test's interval).
 *
 * @param low of the interval
 * @param high of the interval
 */
record Interval(double median, double low, double high) {
    /** Fewer values have no such interval. */
    static final int LEAST = 6;

    /** One in forty on each side. */
    private static final double TAIL = 0.025;

    static Interval of(double[] values) {
        int count = values.length;
        if (count < LEAST) {
            throw new IllegalArgumentException("fewer than " + LEAST + " values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int outside = outside(count);
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        return new Interval(median, sorted[outside], sorted[count - 1 - outside]);
    }

    /** How many values at each end may be left out: as many that no more than {@link #TAIL} of the binomial distribution lies there. */
    private static int outside(int count) {
        double probability = Math.pow(0.5, count);
        double sum = 0;
        for (int k = 0; ; k++) {
            sum += probability;
            if (sum > TAIL) {
                return k - 1;
            }
            probability *= (count - k) / (k + 1.0);
        }
    }
}
