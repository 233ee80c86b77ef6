package dev.gatehouse.standalone;

import dev.gatehouse.gateway.GatewayMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A gateway as a process of its own, with the configuration and the routes of the repository. Confined to the test's thread. */
final class GatewayProcess implements AutoCloseable {
    private static final Path ETC = Path.of("..", "etc");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern SERVES = Pattern.compile("the gateway serves HTTP on (127\\.0\\.0\\.1:[0-9]+)");
    private static final String STARTED = "the gateway has started";

    private final Process process;
    private final Path output;

    private GatewayProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it, and does not wait.
     *
     * @param dir for files of its own
     * @param settings values by key
     */
    static GatewayProcess start(Path dir, Map<String, String> settings) throws IOException {
        RunningSystem.copy(ETC, dir);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for a minute, and shares the machine with others.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dgatehouse.server.port=0",
                "-Dgatehouse.admin.port=0"));
        settings.forEach((key, value) -> command.add("-Dgatehouse." + key + "=" + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName(),
                "--config",
                dir.resolve("gateway.yaml").toString()));
        Path output = dir.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GATEHOUSE_"));
        return new GatewayProcess(builder.start(), output);
    }

    /** Where it serves, once it does. */
    URI awaitUrl() {
        return Awaitility.await("the gateway's start")
                .atMost(START_LIMIT)
                .failFast("it has ended; see " + output, () -> !process.isAlive())
                .until(this::url, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<URI> url() {
        Matcher serves = SERVES.matcher(printed());
        return serves.find() && printed().contains(STARTED)
                ? Optional.of(URI.create("http://" + serves.group(1)))
                : Optional.empty();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, with SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Whether it ends within a time. */
    boolean ends(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
