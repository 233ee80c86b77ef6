package dev.gatehouse.cli.check;

import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An installation of a test's own, and the check of it. */
final class CheckBench {
    private final Path etc;
    private final Map<String, String> environment = new HashMap<>();

    CheckBench(Path etc) {
        this.etc = etc;
        write("gateway.yaml", "");
        write("auth-service.yaml", "database:\n  url: jdbc:postgresql://127.0.0.1/none\n");
    }

    Path write(String name, String text) {
        try {
            Path file = etc.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A route for each key, named by its domain and method. */
    void routes(String... keys) {
        StringBuilder yaml = new StringBuilder();
        for (String key : keys) {
            String[] words = key.split("\\.", -1);
            yaml.append("- name: %s.%s\n  rpc: %s\n  auth: none\n".formatted(words[1], words[3], key));
        }
        write("routes/test.yaml", yaml.toString());
    }

    void broker(URI uri) {
        environment.put("GATEHOUSE_AMQP_URI", uri.toString());
    }

    void variable(String name, String value) {
        environment.put(name, value);
    }

    Run run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Command command = new CheckCommand(new Installation(etc, environment, Map.of()), out);
        int status = command.run(List.of(arguments));
        return new Run(status, bytes.toString(StandardCharsets.UTF_8));
    }

    /** What a check says, and how it ends. */
    record Run(int status, String text) {
        List<String> problems() {
            return marked("problem: ");
        }

        List<String> warnings() {
            return marked("warning: ");
        }

        List<String> good() {
            return marked("ok: ");
        }

        private List<String> marked(String word) {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(word))
                    .map(line -> line.substring(word.length()))
                    .toList();
        }
    }
}
