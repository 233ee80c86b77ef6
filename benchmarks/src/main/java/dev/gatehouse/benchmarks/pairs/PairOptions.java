package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the comparison is run.
 *
 * @param home the directory of Gatehouse
 * @param old that of the build to compare with, built already
 * @param pairs how often both are measured
 * @param seconds of each load
 * @param warmUp seconds of load before each measured one
 * @param connections that are idle
 * @param measures what is measured
 */
public record PairOptions(
        Path home, Path old, int pairs, int seconds, int warmUp, int connections, Set<Measure> measures) {
    private static final int DEFAULT_PAIRS = 20;
    private static final int DEFAULT_SECONDS = 5;
    private static final int DEFAULT_WARM_UP = 10;
    private static final int DEFAULT_CONNECTIONS = 5_000;
    private static final int MAX_PAIRS = 200;
    private static final int MAX_SECONDS = 600;
    private static final int MAX_CONNECTIONS = 20_000;
    private static final String USAGE =
            "\nusage: bench pairs --old DIR [--pairs N] [--seconds N] [--warm-up N] [--connections N]"
                    + " [--only MEASURE,...]";

    public PairOptions {
        if (pairs < Interval.LEAST || pairs > MAX_PAIRS) {
            throw new LoadException("--pairs is a whole number from " + Interval.LEAST + " to " + MAX_PAIRS);
        }
        if (seconds < 1 || seconds > MAX_SECONDS || warmUp < 1 || warmUp > MAX_SECONDS) {
            throw new LoadException("--seconds and --warm-up are whole numbers from 1 to " + MAX_SECONDS);
        }
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new LoadException("--connections is a whole number from 1 to " + MAX_CONNECTIONS);
        }
        if (!Files.isExecutable(old.resolve("gatehouse"))) {
            throw new LoadException("--old names no checkout of Gatehouse: \"" + old + "\"" + USAGE);
        }
        measures = Set.copyOf(measures);
    }

    /** Throws {@link LoadException} where the arguments are no options. */
    public static PairOptions parse(Path home, List<String> arguments) {
        Path old = Path.of("");
        int pairs = DEFAULT_PAIRS;
        int seconds = DEFAULT_SECONDS;
        int warmUp = DEFAULT_WARM_UP;
        int connections = DEFAULT_CONNECTIONS;
        Set<Measure> measures = EnumSet.allOf(Measure.class);
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--old" -> old = Path.of(value);
                case "--pairs" -> pairs = number(value);
                case "--seconds" -> seconds = number(value);
                case "--warm-up" -> warmUp = number(value);
                case "--connections" -> connections = number(value);
                case "--only" -> measures = named(value);
                default -> throw new LoadException("unknown option: " + arguments.get(i) + USAGE);
            }
        }
        return new PairOptions(home, old.toAbsolutePath(), pairs, seconds, warmUp, connections, measures);
    }

    private static Set<Measure> named(String titles) {
        Set<Measure> measures = EnumSet.noneOf(Measure.class);
        for (String title : titles.split(",", -1)) {
            measures.add(Stream.of(Measure.values())
                    .filter(measure -> measure.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("nothing of that name is measured: \"" + title
                            + "\"; there are "
                            + Stream.of(Measure.values()).map(Measure::title).toList())));
        }
        return measures;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
