package dev.gatehouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.common.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client as a process of its own, which prints a line of JSON for each check that it has passed. Confined to the test's thread. */
final class ClientScript implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final BufferedReader lines;
    private final Path complaints;

    private ClientScript(Process process, Path complaints) {
        this.process = process;
        this.lines = process.inputReader(UTF_8);
        this.complaints = complaints;
    }

    static ClientScript start(List<String> command, Path dir, Map<String, String> environment) throws IOException {
        Path complaints = dir.resolve("complaints");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectError(complaints.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Its end is the end of its lines, too.
        CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        return new ClientScript(process, complaints);
    }

    /** The name of the next check that has passed; empty at the end. */
    String nextCheck() throws IOException {
        String line = lines.readLine();
        return line == null ? "" : Json.mapper().readTree(line).path("check").asString();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** What it has said to its standard error. */
    String complaints() throws IOException {
        return Files.readString(complaints);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
