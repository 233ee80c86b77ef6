package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.system.LoadException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How the benchmark is run.
 *
 * @param home the directory of Gatehouse
 * @param connections the most
 * @param seconds of each measurement of echoes
 * @param rounds how often echoes and broadcasts are measured; of broadcasts four times that
 * @param parts what is measured
 */
public record WebSocketOptions(Path home, int connections, int seconds, int rounds, Set<Part> parts) {
    private static final int DEFAULT_CONNECTIONS = 10_000;
    private static final int DEFAULT_SECONDS = 8;
    private static final int DEFAULT_ROUNDS = 5;
    private static final int MAX_CONNECTIONS = 100_000;
    /** The clients do not answer the gateway's pings while wrk is at work. */
    private static final int MAX_SECONDS = 20;

    private static final int MAX_ROUNDS = 100;
    private static final List<Integer> STAGES = List.of(1_000, 5_000, 10_000);
    private static final String USAGE =
            "\nusage: bench websocket [--connections N] [--seconds N] [--rounds N] [--only PART,...]";

    public WebSocketOptions {
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new LoadException("--connections is a whole number from 1 to " + MAX_CONNECTIONS);
        }
        if (seconds < 1 || seconds > MAX_SECONDS || rounds < 1 || rounds > MAX_ROUNDS) {
            throw new LoadException(
                    "--seconds is a whole number from 1 to " + MAX_SECONDS + ", --rounds from 1 to " + MAX_ROUNDS);
        }
        parts = Set.copyOf(parts);
    }

    /** Throws {@link LoadException} where the arguments are no options. */
    public static WebSocketOptions parse(Path home, List<String> arguments) {
        int connections = DEFAULT_CONNECTIONS;
        int seconds = DEFAULT_SECONDS;
        int rounds = DEFAULT_ROUNDS;
        Set<Part> parts = EnumSet.allOf(Part.class);
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--connections" -> connections = number(value);
                case "--seconds" -> seconds = number(value);
                case "--rounds" -> rounds = number(value);
                case "--only" -> parts = named(value);
                default -> throw new LoadException("unknown option: " + arguments.get(i) + USAGE);
            }
        }
        return new WebSocketOptions(home, connections, seconds, rounds, parts);
    }

    /** How many are connected when there is something to measure. */
    List<Integer> stages() {
        TreeSet<Integer> stages = new TreeSet<>(Set.of(connections));
        STAGES.stream().filter(stage -> stage < connections).forEach(stages::add);
        return List.copyOf(stages);
    }

    private static Set<Part> named(String titles) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String title : titles.split(",", -1)) {
            parts.add(Stream.of(Part.values())
                    .filter(part -> part.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("nothing of that name is measured: \"" + title
                            + "\"; there are "
                            + Stream.of(Part.values()).map(Part::title).toList())));
        }
        return parts;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
