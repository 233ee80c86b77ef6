package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.testkit.fuzz.FuzzPlan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the fuzzer is run.
 *
 * @param home the directory of Gatehouse
 * @param plan what is played
 * @param classes a directory with classes that take the place of the gateway's own
 */
public record FuzzOptions(Path home, FuzzPlan plan, Optional<Path> classes) {
    private static final String FUZZ = "--fuzz";

    /** Whether arguments of the soak ask for the fuzzer. */
    public static boolean areMeant(List<String> arguments) {
        return arguments.contains(FUZZ);
    }

    /** Throws {@link dev.gatehouse.benchmarks.system.LoadException} where the arguments are no options. */
    public static FuzzOptions parse(Path home, List<String> arguments) {
        Duration time = Duration.ZERO;
        long seed = new SecureRandom().nextInt(Integer.MAX_VALUE);
        OptionalLong only = OptionalLong.empty();
        boolean firstOnly = false;
        Optional<Path> classes = Optional.empty();
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case FUZZ -> time = Duration.ofMinutes(SoakOptions.number(value));
                case "--seed" -> seed = SoakOptions.number(value);
                case "--input" -> only = OptionalLong.of(value.equals("0") ? 0 : SoakOptions.number(value));
                case "--findings" -> firstOnly = SoakOptions.number(value) == 1;
                case "--classes" -> classes = Optional.of(Path.of(value));
                default -> throw SoakOptions.unusable("unknown option: " + arguments.get(i));
            }
        }
        return new FuzzOptions(home, new FuzzPlan(seed, time, only, firstOnly), classes);
    }
}
