package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes of the soak's own. */
final class Signals {
    private Signals() {}

    /** Stops a process and all its children for a while, without their noticing. */
    static void pause(ProcessHandle process, Duration time) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        send("STOP", all);
        try {
            Pauses.millis(time.toMillis());
        } finally {
            send("CONT", all);
        }
    }

    private static void send(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            // A child may have ended in the meantime, so the status says nothing.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LoadException("kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
