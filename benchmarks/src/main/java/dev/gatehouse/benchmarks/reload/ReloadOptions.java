package dev.gatehouse.benchmarks.reload;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.util.List;

/**
 * How the benchmark is run.
 *
 * @param home the directory of Gatehouse
 * @param reloads how often the routes change
 * @param rate requests for each second meanwhile
 */
public record ReloadOptions(Path home, int reloads, int rate) {
    private static final int DEFAULT_RELOADS = 1_000;
    private static final int DEFAULT_RATE = 1_000;
    private static final int MAX = 100_000;

    public ReloadOptions {
        if (reloads < 1 || reloads > MAX || rate < 1 || rate > MAX) {
            throw new LoadException("--reloads and --rate are whole numbers from 1 to " + MAX);
        }
    }

    /** Throws {@link LoadException} where the arguments are no options. */
    public static ReloadOptions parse(Path home, List<String> arguments) {
        int reloads = DEFAULT_RELOADS;
        int rate = DEFAULT_RATE;
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            int number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
            switch (arguments.get(i)) {
                case "--reloads" -> reloads = number;
                case "--rate" -> rate = number;
                default ->
                    throw new LoadException(
                            "unknown option: " + arguments.get(i) + "\nusage: bench reload [--reloads N] [--rate N]");
            }
        }
        return new ReloadOptions(home, reloads, rate);
    }
}
