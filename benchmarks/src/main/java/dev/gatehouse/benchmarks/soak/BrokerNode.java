package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a RabbitMQ node beside the system's is started: with a name, ports, a cookie, a port mapper and files of its own.
 *
 * @param directory of all its files
 * @param port where clients connect
 * @param distributionPort where its tools connect
 * @param mapperPort of its {@code epmd}
 */
record BrokerNode(Path directory, Path log, int port, int distributionPort, int mapperPort) {
    /** Debian's wrappers on the path change the user; these are the broker's own. */
    private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin");

    /** Writes the node's files. */
    void prepare() {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("rabbitmq.conf"), List.of("listeners.tcp.local = 127.0.0.1:" + port));
            Files.write(directory.resolve("environment.conf"), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process startMapper() {
        return launch("epmd", "-address", "127.0.0.1", "-port", Integer.toString(mapperPort));
    }

    /** Starts the node, which becomes the very process that is returned. */
    Process startServer() {
        return launch(script("rabbitmq-server"), "-noinput");
    }

    Process startTool(String... arguments) {
        return launch(Stream.concat(Stream.of(script("rabbitmqctl"), "-q"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Process launch(String... command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
        builder.environment().putAll(environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LoadException(
                    command[0] + " cannot be run (" + e.getMessage() + "); the soak needs rabbitmq-server installed",
                    e);
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", directory.toString()),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)),
                Map.entry("RABBITMQ_NODENAME", "gatehouse-soak@localhost"),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE",
                        directory.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_CONF_ENV_FILE",
                        directory.resolve("environment.conf").toString()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        directory.resolve("plugins").toString()),
                // Without a shell between it and us.
                Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"));
    }

    private static String script(String name) {
        Path debian = DEBIAN.resolve(name);
        return Files.isExecutable(debian) ? debian.toString() : name;
    }
}
