package dev.gatehouse.benchmarks.edge;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.util.List;

/**
 * How the benchmark is run.
 *
 * @param home the directory of Gatehouse
 * @param seconds for which each family attacks, and for which nobody does
 */
public record EdgeOptions(Path home, int seconds) {
    private static final int DEFAULT_SECONDS = 10;
    private static final int MAX_SECONDS = 3_600;

    public EdgeOptions {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new LoadException("--seconds is a whole number from 1 to " + MAX_SECONDS);
        }
    }

    /** Throws {@link LoadException} where the arguments are no options. */
    public static EdgeOptions parse(Path home, List<String> arguments) {
        int seconds = DEFAULT_SECONDS;
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (!arguments.get(i).equals("--seconds")) {
                throw new LoadException("unknown option: " + arguments.get(i) + "\nusage: bench edge [--seconds N]");
            }
            seconds = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
        }
        return new EdgeOptions(home, seconds);
    }
}
