package dev.gatehouse.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window. Confined to the test's thread. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final String program;
    private final Path dir;
    private @Nullable Process process;

    private Browser(String program, Path dir) {
        this.program = program;
        this.dir = dir;
    }

    /**
     * The one of this machine.
     *
     * @param dir for its profile
     */
    static Optional<Browser> find(Path dir) throws InterruptedException {
        for (String name : NAMES) {
            if (ExampleProcess.succeeds(dir.toFile(), name, "--version")) {
                return Optional.of(new Browser(name, dir));
            }
        }
        return Optional.empty();
    }

    void open(String url) throws IOException {
        // It will not run as root in its sandbox, and everything that it loads is the test's.
        process = new ProcessBuilder(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + dir.resolve("profile"),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("browser.log").toFile())
                .start();
    }

    @Override
    public void close() {
        Process started = process;
        if (started != null) {
            List<ProcessHandle> children = started.descendants().toList();
            started.destroyForcibly().onExit().join();
            children.forEach(child -> {
                child.destroyForcibly();
                child.onExit().join();
            });
        }
    }
}
