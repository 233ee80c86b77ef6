package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.Client.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orders service in Python, with the pika of the machine, and the samples of the document. */
final class PythonExampleIT extends ExampleServiceContract {
    private static final String IS_NEW_ENOUGH = "import sys, pika; sys.exit(sys.version_info < (3, 9))";
    private static final String BROKER_OF_THE_SAMPLES = "amqp://guest:guest@127.0.0.1:5673/%2F";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    @Override
    Optional<List<String>> prepare(Path directory) throws InterruptedException {
        return python(directory)
                .map(python -> List.of(
                        python, EXAMPLES.resolve("orders-python/orders.py").toString()));
    }

    /** The system's own Python has the packages of the distribution; the first on the path may be another. */
    private static Optional<String> python(Path directory) throws InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (ExampleProcess.succeeds(directory.toFile(), python, "-c", IS_NEW_ENOUGH)) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    @Override
    String moreRoutes() throws IOException {
        return DocumentSamples.after("Its route, as");
    }

    @Test
    void samplesOfTheDocumentWorkAsTheyStand(@TempDir Path dir) throws Exception {
        try (ExampleProcess greeter = startSample("The whole of a service", dir, "greeter.py")) {
            Awaitility.await("the greeter's answer")
                    .atMost(START_LIMIT)
                    .failFast("it has ended, or printed", () -> !greeter.isAlive())
                    .until(() -> client().get("/v1/greetings/ada").status() == 200);
            Answer greeting = client().get("/v1/greetings/ada");
            assertThat(greeting.text("greeting")).isEqualTo("Hello, ada!");
            assertThat(client().get("/v1/greetings/nobody").errorCode()).isEqualTo("common.not_found");

            try (ExampleProcess caller = startSample("Who may publish to", dir, "caller.py")) {
                assertThat(caller.awaitEnd()).as(caller.printed()).isZero();
                assertThat(caller.printed()).contains("{'success': True, 'data': {'greeting': 'Hello, ada!'}}");
            }
        }
    }

    private static ExampleProcess startSample(String words, Path dir, String file) throws Exception {
        String sample = DocumentSamples.after(words);
        assertThat(sample).contains(BROKER_OF_THE_SAMPLES);
        Files.writeString(
                dir.resolve(file),
                sample.replace(BROKER_OF_THE_SAMPLES, BROKER.uri().toString()));
        return ExampleProcess.start(
                List.of(python(dir).orElseThrow(), file), dir, BROKER.uri(), dir.resolve(file + ".log"));
    }
}
