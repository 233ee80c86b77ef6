package dev.gatehouse.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The options of the command line.
 *
 * @param port of the gateway; by default what the configuration says
 * @param adminPort of the admin socket; by default what the gateway's configuration says
 * @param amqpPort of the embedded broker; 0 for a free one
 * @param databasePort of the embedded database; 0 for a free one
 * @param data where everything is kept
 */
record StandaloneOptions(
        Optional<Integer> port, Optional<Integer> adminPort, int amqpPort, int databasePort, Path data) {
    static final int DEFAULT_AMQP_PORT = 5673;
    static final String DEFAULT_DATA = "var";
    static final String USAGE =
            "usage: ./gatehouse run [--port PORT] [--admin-port PORT] [--amqp-port PORT] [--database-port PORT] [--data DIR]";

    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code --name value} and {@code --name=value}.
     *
     * @param home where the default data directory is
     * @throws IllegalArgumentException with a line for the person who typed it
     */
    static StandaloneOptions parse(List<String> arguments, Path home) {
        StandaloneOptions options = new StandaloneOptions(
                Optional.empty(), Optional.empty(), DEFAULT_AMQP_PORT, 0, home.resolve(DEFAULT_DATA));
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String[] option = rest.remove().split("=", 2);
            String value = option.length == 2 ? option[1] : rest.poll();
            if (value == null && option[0].startsWith("--")) {
                throw new IllegalArgumentException(option[0] + " needs a value\n" + USAGE);
            }
            options = options.with(option[0], value == null ? "" : value);
        }
        return options;
    }

    private StandaloneOptions with(String option, String value) {
        return switch (option) {
            case "--port" ->
                new StandaloneOptions(Optional.of(port(option, value)), adminPort, amqpPort, databasePort, data);
            case "--admin-port" ->
                new StandaloneOptions(port, Optional.of(port(option, value)), amqpPort, databasePort, data);
            case "--amqp-port" -> new StandaloneOptions(port, adminPort, port(option, value), databasePort, data);
            case "--database-port" -> new StandaloneOptions(port, adminPort, amqpPort, port(option, value), data);
            case "--data" -> new StandaloneOptions(port, adminPort, amqpPort, databasePort, path(option, value));
            default -> throw new IllegalArgumentException("unknown option: " + option + "\n" + USAGE);
        };
    }

    private static int port(String option, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is no port.
        }
        throw new IllegalArgumentException(
                option + ": \"" + value + "\" is not allowed: 1 to " + MAX_PORT + ", or 0 for a free port");
    }

    private static Path path(String option, String value) {
        try {
            if (!value.isBlank()) {
                return Path.of(value).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            // Told below, like a blank.
        }
        throw new IllegalArgumentException(option + ": \"" + value + "\" is not allowed: the path of a directory");
    }
}
