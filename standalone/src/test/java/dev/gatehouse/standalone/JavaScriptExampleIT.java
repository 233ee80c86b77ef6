package dev.gatehouse.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The orders service in JavaScript, with the libraries that its package names. */
final class JavaScriptExampleIT extends ExampleServiceContract {
    private static final String NODE_IS_NEW_ENOUGH = "process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)";

    @Override
    Optional<List<String>> prepare(Path directory) throws IOException, InterruptedException {
        for (String file : List.of("orders.js", "package.json")) {
            Files.copy(EXAMPLES.resolve("orders-js").resolve(file), directory.resolve(file));
        }
        boolean usable = ExampleProcess.succeeds(directory.toFile(), "node", "-e", NODE_IS_NEW_ENOUGH)
                && ExampleProcess.succeeds(
                        directory.toFile(),
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--prefix",
                        directory.toString());
        return usable ? Optional.of(List.of("node", "orders.js")) : Optional.empty();
    }
}
