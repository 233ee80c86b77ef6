package dev.gatehouse.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle of what the rounds gave, and the least and the most.
 *
 * @param median the mean of the middle two where there is no middle one
 */
public record Median(double median, double min, double max) {
    public static <T> Median of(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] figures = rounds.stream().mapToDouble(figure).sorted().toArray();
        if (figures.length == 0) {
            throw new IllegalArgumentException("no rounds");
        }
        double low = figures[(figures.length - 1) / 2];
        double high = figures[figures.length / 2];
        return new Median(
                (low + high) / 2, figures[0], Arrays.stream(figures).max().orElse(high));
    }
}
