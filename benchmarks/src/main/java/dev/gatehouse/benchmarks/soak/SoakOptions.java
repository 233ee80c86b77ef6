package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the soak is run.
 *
 * @param home the directory of Gatehouse
 * @param time how long there is load and faults
 * @param faultEvery from the start of one fault to that of the next
 * @param seed of all that is chosen at random
 * @param faults those that are chosen from
 */
public record SoakOptions(Path home, Duration time, Duration faultEvery, long seed, Set<Fault> faults) {
    private static final int MINUTES = 10;
    private static final int FAULT_SECONDS = 15;
    private static final int MAX = 1440;

    /** Throws {@link LoadException} where the arguments are no options. */
    public static SoakOptions parse(Path home, List<String> arguments) {
        Duration time = Duration.ofMinutes(MINUTES);
        Duration faultEvery = Duration.ofSeconds(FAULT_SECONDS);
        long seed = new SecureRandom().nextInt(Integer.MAX_VALUE);
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--minutes" -> time = Duration.ofMinutes(number(value));
                case "--fault-every" -> faultEvery = Duration.ofSeconds(number(value));
                case "--seed" -> seed = number(value);
                case "--faults" -> faults = faults(value);
                default -> throw unusable("unknown option: " + arguments.get(i));
            }
        }
        if (time.toMinutes() > MAX) {
            throw unusable("--minutes is at most " + MAX);
        }
        return new SoakOptions(home, time, faultEvery, seed, faults);
    }

    static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,9}")) {
            throw unusable("not a whole number of at least 1: '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static Set<Fault> faults(String names) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : names.split(",", -1)) {
            faults.add(Arrays.stream(Fault.values())
                    .filter(fault -> fault.title().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unusable("unknown fault: '" + name + "'")));
        }
        return faults;
    }

    static LoadException unusable(String why) {
        List<String> titles = Arrays.stream(Fault.values()).map(Fault::title).toList();
        return new LoadException(why
                + "\nusage: soak [--minutes N] [--fault-every SECONDS] [--seed N] [--faults A,B...]\n       soak --fuzz MINUTES [--seed N] [--input N]"
                + "\nfaults: "
                + String.join(", ", titles));
    }
}
