package dev.gatehouse.gateway.helidon;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** A {@link BareServer} in a process of its own, which has one processor for all its connections. */
final class BareProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("[0-9]+");

    private final Process process;
    private final int port;

    private BareProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static BareProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new BareProcess(process, port(process.inputReader()));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The log may come on the same way before it. */
    private static int port(BufferedReader output) throws IOException {
        while (true) {
            String line = Objects.requireNonNull(output.readLine(), "the server has not started");
            if (PORT.matcher(line).matches()) {
                return Integer.parseInt(line);
            }
        }
    }

    int port() {
        return port;
    }

    /** What all its threads have used since it began. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        var _ = process.destroyForcibly().onExit().join();
    }
}
