package dev.gatehouse.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One of the example services of {@code docs/examples}, as a process of its own. Confined to the test's thread. */
final class ExampleProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Process process;
    private final Path output;

    private ExampleProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param dir where it runs
     * @param output for what it prints
     */
    static ExampleProcess start(List<String> command, Path dir, URI broker, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("AMQP_URL", broker.toString());
        return new ExampleProcess(builder.start(), output);
    }

    /** Waits until it has said so for the nth time: once for each connection. */
    void awaitReady(int times) {
        Awaitility.await("the example service's word that it is ready")
                .atMost(READY_LIMIT)
                .failFast("it has ended, or printed: " + output, () -> !process.isAlive())
                .until(() -> timesReady() >= times);
    }

    int timesReady() {
        return (int) printed().lines().filter(line -> line.contains("ready")).count();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it with SIGTERM, and gives its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Waits until it ends by itself, and gives its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the example service does not end; it printed: " + printed());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Whether a command can be started and says that all is well, within a minute. */
    static boolean succeeds(File dir, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(dir)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }
}
