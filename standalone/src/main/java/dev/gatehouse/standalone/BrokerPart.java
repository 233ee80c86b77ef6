package dev.gatehouse.standalone;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.embedded.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker as a part of the process. Guarded by its monitor: a close during the start waits for it, and then closes. */
final class BrokerPart implements Component {
    private final int port;
    private final Path dir;
    private @Nullable EmbeddedBroker broker;
    private boolean closed;

    /**
     * @param port to listen on
     */
    BrokerPart(int port, Path dir) {
        this.port = port;
        this.dir = dir;
    }

    /** Where it will be. */
    URI uri() {
        return EmbeddedBroker.uri(port);
    }

    @Override
    public synchronized void start() {
        if (broker == null && !closed) {
            broker = EmbeddedBroker.start(port, dir);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (broker != null) {
            broker.close();
        }
    }
}
