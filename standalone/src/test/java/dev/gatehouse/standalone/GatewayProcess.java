package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final Pattern SERVES = Pattern.compile("the gateway serves HTTPS? on (127\\.0\\.0\\.1:[0-9]+)");
    private static final Pattern ADMIN = Pattern.compile("the admin socket is on (127\\.0\\.0\\.1:[0-9]+)");
    private static final String STARTED = "the gateway has started";

    private final Process process;
    private final Path output;

    private GatewayProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** As {@link #start(Path, Map, List)}, with a small heap. */
    static GatewayProcess start(Path dir, Map<String, String> settings) throws IOException {
        return start(dir, settings, List.of("-Xmx256m"));
    }

    /**
     * Starts it, and does not wait.
     *
     * @param dir for files of its own
     * @param settings values by key
     * @param jvmOptions its heap, and what else differs from the other gateways of tests
     */
    static GatewayProcess start(Path dir, Map<String, String> settings, List<String> jvmOptions) throws IOException {
        RunningSystem.copy(ETC, dir);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for a minute, and shares the machine with others.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dgatehouse.server.port=0",
                "-Dgatehouse.admin.port=0"));
        command.addAll(jvmOptions);
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

    /** Where it serves, once it does; over TLS, too, the URI's scheme is that of clear HTTP. */
    URI awaitUrl() {
        return await(SERVES);
    }

    /** Where its admin socket is, once it serves. */
    URI awaitAdmin() {
        return await(ADMIN);
    }

    private URI await(Pattern place) {
        return Awaitility.await("the gateway's start")
                .atMost(START_LIMIT)
                .failFast(
                        "it has ended",
                        () -> assertThat(process.isAlive()).as(this::printed).isTrue())
                .until(() -> url(place), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<URI> url(Pattern place) {
        Matcher printed = place.matcher(printed());
        return printed.find() && printed().contains(STARTED)
                ? Optional.of(URI.create("http://" + printed.group(1)))
                : Optional.empty();
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
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
