package dev.gatehouse.benchmarks.system;

import dev.gatehouse.benchmarks.peer.PeerProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of the package {@code peer}, which is told what to do line by line. Confined to the benchmark's main thread, but for its end. */
public final class PeerProcess extends ServerProcess {
    private final BufferedReader answers;

    private PeerProcess(String name, Process process, Path log) {
        super(name, process, log);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    public static PeerProcess start(String name, Path log, Path classPath, Class<?> main, List<String> arguments) {
        Path home = Path.of(System.getProperty("gatehouse.home", ""));
        ProcessBuilder builder =
                builder(home, classPath, List.of(main.getName())).redirectError(log.toFile());
        builder.command().addAll(arguments);
        return new PeerProcess(name, launch(name, builder), log);
    }

    /** What the peer says once it has done what it was told to do, or has started. */
    public String answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(PeerProtocol.MARK)) {
                    return line.substring(PeerProtocol.MARK.length());
                }
            }
            process().waitFor();
            requireAlive();
            throw new LoadException(name() + " has fallen silent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    public String command(String command) {
        try {
            process()
                    .outputWriter(StandardCharsets.UTF_8)
                    .append(command)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new LoadException(name() + " does not listen: " + e.getMessage(), e);
        }
        return answer();
    }
}
