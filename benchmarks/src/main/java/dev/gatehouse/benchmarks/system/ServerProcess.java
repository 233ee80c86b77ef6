package dev.gatehouse.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of the benchmark's own, which ends with it. */
public class ServerProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 15;
    private static final int KILL_SECONDS = 5;

    private final String name;
    private final Process process;
    private final Path log;

    public ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process that adds to a log file.
     *
     * @param home the directory of Gatehouse whose JVM options it gets
     * @param classPath with which {@code java} is started
     * @param settings environment variables; no others of Gatehouse are handed on
     */
    public static ServerProcess start(
            String name, Path log, Path home, Path classPath, List<String> arguments, Map<String, String> settings) {
        ProcessBuilder builder = builder(home, classPath, arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        return new ServerProcess(name, launch(name, builder), log);
    }

    /** A process with the JVM options of the launcher. */
    static ProcessBuilder builder(Path home, Path classPath, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("etc").resolve("jvm.options"),
                // What asks for the allocation over JMX is refused by the filter that Helidon sets.
                "-Dhelidon.serialFilter.pattern=java.base/*;java.rmi/*;java.management/*",
                "-cp",
                classPath.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GATEHOUSE_"));
        return builder;
    }

    public static Process launch(String name, ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LoadException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    public final String name() {
        return name;
    }

    public final Process process() {
        return process;
    }

    public final long pid() {
        return process.pid();
    }

    /** Throws {@link LoadException} where the process has ended. */
    public final void requireAlive() {
        if (!process.isAlive()) {
            throw new LoadException(name + " has ended with status " + process.exitValue() + "; " + LogTail.of(log));
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stop();
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
