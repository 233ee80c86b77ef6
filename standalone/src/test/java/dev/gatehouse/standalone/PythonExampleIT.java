package dev.gatehouse.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The orders service in Python, with the pika of the machine. */
final class PythonExampleIT extends ExampleServiceContract {
    private static final String IS_NEW_ENOUGH = "import sys, pika; sys.exit(sys.version_info < (3, 9))";

    @Override
    Optional<List<String>> prepare(Path directory) throws InterruptedException {
        // The system's own Python has the packages of the distribution; the first on the path may be another.
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (ExampleProcess.succeeds(directory.toFile(), python, "-c", IS_NEW_ENOUGH)) {
                return Optional.of(List.of(
                        python, EXAMPLES.resolve("orders-python/orders.py").toString()));
            }
        }
        return Optional.empty();
    }
}
