package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.load.Median;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all pairs together say.
 *
 * @param pairs how many there were
 * @param figures by the measure's title
 */
record PairReport(int pairs, Map<String, Figures> figures) {
    /**
     * The figures of one measure.
     *
     * @param ratio of the new build's to the old one's, within each pair
     * @param ratios those of all pairs, in their order
     */
    record Figures(String about, String unit, Median old, Median now, Interval ratio, List<Double> ratios) {}

    /** One pair's values. */
    record Values(Map<Measure, Double> old, Map<Measure, Double> now) {
        private double ratio(Measure measure) {
            return now.getOrDefault(measure, Double.NaN) / old.getOrDefault(measure, Double.NaN);
        }
    }

    static PairReport of(List<Values> pairs) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            if (pairs.getFirst().old().containsKey(measure)) {
                List<Double> ratios =
                        pairs.stream().map(pair -> pair.ratio(measure)).toList();
                figures.put(
                        measure.title(),
                        new Figures(
                                measure.about(),
                                measure.unit(),
                                Median.of(pairs, pair -> pair.old().getOrDefault(measure, Double.NaN)),
                                Median.of(pairs, pair -> pair.now().getOrDefault(measure, Double.NaN)),
                                Interval.of(ratios.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray()),
                                ratios));
            }
        }
        return new PairReport(pairs.size(), figures);
    }

    /** The table, in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d pairs; median (least - most), and the median ratio with its 95 %% interval%n%n".formatted(pairs));
        text.append("| measure | old | new | new / old |\n|---|---:|---:|---:|\n");
        figures.forEach((title, figure) -> text.append("| %s: %s | %s | %s | %s |%n"
                .formatted(
                        title,
                        figure.about(),
                        spread(figure.old(), figure.unit()),
                        spread(figure.now(), figure.unit()),
                        String.format(
                                Locale.ROOT,
                                "%.3f (%.3f - %.3f)",
                                figure.ratio().median(),
                                figure.ratio().low(),
                                figure.ratio().high()))));
        return text.toString();
    }

    private static String spread(Median figure, String unit) {
        return String.format(
                Locale.ROOT,
                figure.median() < 1000 ? "%.1f %s (%.1f - %.1f)" : "%.0f %s (%.0f - %.0f)",
                figure.median(),
                unit,
                figure.min(),
                figure.max());
    }
}
