package dev.gatehouse.cli.call;

import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.Installation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls as from a terminal, with an environment of the test's own. */
final class CallBench {
    private static final Path ETC = Path.of("..", "etc");

    private final Map<String, String> environment = new HashMap<>();
    private String standardInput = "";

    void variable(String name, String value) {
        environment.put(name, value);
    }

    void standardInput(String text) {
        standardInput = text;
    }

    /** Throws {@link dev.gatehouse.cli.UsageException} as the command does. */
    Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CallStreams streams = new CallStreams(
                new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        Command command = new CallCommand(new Installation(ETC, environment, Map.of()), streams);
        int status = command.run(List.of(arguments));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** How a call ends, and what it prints. */
    record Run(int status, String out, String err) {}
}
