package dev.gatehouse.testkit;

import dev.gatehouse.embedded.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker of this JVM, which keeps its port when it is stopped and started again. Guarded by its monitor. */
final class SharedBroker implements AutoCloseable {
    private final Path dir = SharedServers.temporaryDirectory("broker");
    private @Nullable EmbeddedBroker running;
    private int port;

    synchronized void start() {
        if (running == null) {
            running = EmbeddedBroker.start(port, dir);
            port = running.port();
        }
    }

    synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    synchronized URI uri() {
        if (running == null) {
            throw new IllegalStateException("the broker is stopped");
        }
        return running.uri();
    }

    @Override
    public void close() {
        stop();
        SharedServers.deleteRecursively(dir);
    }
}
