package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the benchmark is run.
 *
 * @param home the directory of Gatehouse
 * @param seconds of each measurement
 * @param rounds how often everything is measured
 * @param workloads what is measured
 */
public record LoadOptions(Path home, int seconds, int rounds, Set<Workload> workloads) {
    public static final int DEFAULT_SECONDS = 8;
    public static final int DEFAULT_ROUNDS = 3;
    private static final int MAX = 600;

    public LoadOptions {
        if (seconds < 1 || seconds > MAX || rounds < 1 || rounds > MAX) {
            throw new LoadException("--seconds and --rounds are whole numbers from 1 to " + MAX);
        }
    }

    /** Throws {@link LoadException} where the arguments are no options. */
    public static LoadOptions parse(Path home, List<String> arguments) {
        int seconds = DEFAULT_SECONDS;
        int rounds = DEFAULT_ROUNDS;
        Set<Workload> workloads = EnumSet.allOf(Workload.class);
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--seconds" -> seconds = number(value);
                case "--rounds" -> rounds = number(value);
                case "--only" -> workloads = named(value);
                default ->
                    throw new LoadException(
                            "unknown option: " + arguments.get(i)
                                    + "\nusage: bench [--seconds N] [--rounds N] [--only WORKLOAD,...], or bench micro [JMH OPTIONS]");
            }
        }
        return new LoadOptions(home, seconds, rounds, workloads);
    }

    private static Set<Workload> named(String titles) {
        Set<Workload> workloads = EnumSet.noneOf(Workload.class);
        for (String title : titles.split(",", -1)) {
            workloads.add(Stream.of(Workload.values())
                    .filter(workload -> workload.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("no workload: \"" + title + "\"; there are "
                            + Stream.of(Workload.values()).map(Workload::title).toList())));
        }
        return workloads;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
