package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.Load;
import dev.gatehouse.benchmarks.peer.PeerProtocol;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HTTP load, by wrk. */
public final class Wrk {
    public static final String NOTHING = "-";
    private static final int MARGIN_SECONDS = 30;

    private final Path script;

    public Wrk(Path script) {
        this.script = script;
    }

    /**
     * What is sent.
     *
     * @param bodies a file with one body a line, or {@link #NOTHING}
     * @param token a file with a bearer token, or {@link #NOTHING}
     */
    public record Target(String url, String method, String bodies, String token) {}

    /** Throws {@link LoadException} where there is no wrk. */
    public static void require() {
        try {
            Process process =
                    new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            process.waitFor();
        } catch (IOException e) {
            throw new LoadException(
                    "wrk makes the load, and is not there: apt-get install wrk, or brew install wrk", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    public Load run(Target target, int connections, int seconds) {
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                script.toString(),
                target.url(),
                "--",
                target.method(),
                target.bodies(),
                target.token());
        String output = output(command, seconds + MARGIN_SECONDS);
        return output.lines()
                .filter(line -> line.startsWith(PeerProtocol.MARK))
                .map(line -> Json.mapper().readValue(line.substring(PeerProtocol.MARK.length()), Load.class))
                .findFirst()
                .orElseThrow(() -> new LoadException("wrk has failed:\n" + output));
    }

    private static String output(List<String> command, int limitSeconds) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor(limitSeconds, TimeUnit.SECONDS);
                return output;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new LoadException("wrk cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
