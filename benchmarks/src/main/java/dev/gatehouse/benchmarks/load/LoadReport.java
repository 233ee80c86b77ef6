package dev.gatehouse.benchmarks.load;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all rounds together say.
 *
 * @param seconds of each measurement
 * @param machine what it was measured on
 * @param workloads by title
 * @param ratios by title
 */
record LoadReport(
        int seconds,
        int rounds,
        Map<String, Object> machine,
        Map<String, Figures> workloads,
        Map<String, Goal> ratios) {
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double KIB = 1024;

    /** The figures of one workload; times in microseconds, sizes in bytes, CPU and allocation for each request. */
    record Figures(
            int callers,
            Median throughput,
            Median p50,
            Median p99,
            Median p999,
            Median cpuMicros,
            Median allocatedBytes,
            Median residentBytes,
            long errors) {
        static Figures of(Workload workload, List<Sample> samples) {
            return new Figures(
                    workload.callers(),
                    Median.of(samples, sample -> sample.load().rate()),
                    Median.of(samples, sample -> sample.load().p50()),
                    Median.of(samples, sample -> sample.load().p99()),
                    Median.of(samples, sample -> sample.load().p999()),
                    Median.of(samples, Sample::cpuMicros),
                    Median.of(samples, Sample::allocatedBytes),
                    Median.of(samples, Sample::residentBytes),
                    samples.stream().mapToLong(sample -> sample.load().errors()).sum());
        }
    }

    /** A ratio, and what it should be. */
    record Goal(Median value, String goal) {}

    static LoadReport of(int seconds, List<Map<Workload, Sample>> rounds) {
        Map<String, Figures> workloads = new LinkedHashMap<>();
        for (Workload workload : rounds.getFirst().keySet()) {
            List<Sample> samples = rounds.stream()
                    .map(EnumMap::new)
                    .map(round -> round.get(workload))
                    .toList();
            workloads.put(workload.title(), Figures.of(workload, samples));
        }
        Map<String, Goal> ratios = new LinkedHashMap<>();
        for (Ratio ratio : Ratio.values()) {
            if (ratio.isIn(rounds.getFirst())) {
                ratios.put(ratio.title(), new Goal(Median.of(rounds, ratio::of), ratio.goal()));
            }
        }
        return new LoadReport(seconds, rounds.size(), thisMachine(), workloads, ratios);
    }

    private static Map<String, Object> thisMachine() {
        return new TreeMap<>(Map.of(
                "processors", Runtime.getRuntime().availableProcessors(),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "java", System.getProperty("java.vm.version")));
    }

    /** The tables, in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%d rounds of %d s each; median (least - most) on %s%n%n".formatted(rounds, seconds, machine));
        text.append(
                "| workload | callers | per second | p50 ms | p99 ms | p99.9 ms | CPU us | KiB allocated | RSS MiB | errors |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        workloads.forEach((title, figures) -> text.append(row(title, figures)));
        text.append("\n| ratio | measured | goal |\n|---|---:|---|\n");
        ratios.forEach((title, goal) ->
                text.append("| %s | %s | %s |%n".formatted(title, spread(goal.value(), 2), goal.goal())));
        return text.toString();
    }

    private static String row(String title, Figures figures) {
        return "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %d |%n"
                .formatted(
                        title,
                        figures.callers(),
                        spread(figures.throughput(), figures.throughput().median() < 1000 ? 1 : 0),
                        number(figures.p50().median() / MICROS_PER_MILLI, 2),
                        number(figures.p99().median() / MICROS_PER_MILLI, 2),
                        number(figures.p999().median() / MICROS_PER_MILLI, 2),
                        spread(figures.cpuMicros(), 0),
                        number(figures.allocatedBytes().median() / KIB, 1),
                        number(figures.residentBytes().median() / KIB / KIB, 0),
                        figures.errors());
    }

    private static String spread(Median figure, int digits) {
        return number(figure.median(), digits) + " (" + number(figure.min(), digits) + " - "
                + number(figure.max(), digits) + ")";
    }

    private static String number(double figure, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", figure);
    }
}
