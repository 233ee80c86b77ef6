package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.util.List;

/**
 * How the benchmark is run.
 *
 * @param home the directory of Gatehouse
 * @param seconds of each measurement
 * @param rounds how often everything is measured
 */
public record LoadOptions(Path home, int seconds, int rounds) {
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
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--seconds" -> seconds = number(value);
                case "--rounds" -> rounds = number(value);
                default ->
                    throw new LoadException("unknown option: " + arguments.get(i)
                            + "\nusage: bench [--seconds N] [--rounds N], or bench micro [JMH OPTIONS]");
            }
        }
        return new LoadOptions(home, seconds, rounds);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
