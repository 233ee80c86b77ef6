package dev.gatehouse.embedded;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP 0-9-1 broker in this JVM (Apache Qpid Broker-J): on 127.0.0.1, user guest with password guest, virtual host {@code /}. Nothing in
 * it survives {@link #close}. It knows no dead-letter exchanges, no quorum queues and no direct reply-to. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String INITIAL_CONFIGURATION = "broker.json";

    private final BrokerSystem system;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerSystem system, int port) {
        this.system = system;
        this.port = port;
    }

    /**
     * Starts a broker and returns once it accepts connections.
     *
     * @param port the port to listen on; 0 for a free one
     * @param dataDir a directory of the broker's own, made where it is missing
     * @throws EmbeddedServerException where the port is taken or the broker does not come up
     */
    public static EmbeddedBroker start(int port, Path dataDir) {
        int listening = LoopbackPort.free(port);
        try {
            return new EmbeddedBroker(BrokerSystem.start(attributes(listening, dataDir)), listening);
        } catch (Exception e) {
            throw new EmbeddedServerException("the embedded broker did not start: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> attributes(int port, Path dataDir) {
        URL configuration = Objects.requireNonNull(EmbeddedBroker.class.getResource(INITIAL_CONFIGURATION));
        return Map.of(
                SystemConfig.TYPE,
                BrokerSystem.STORE_TYPE,
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                configuration.toString(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                "false",
                SystemConfig.CONTEXT,
                Map.of(
                        "gatehouse.embedded.port", Integer.toString(port),
                        "qpid.work_dir", dataDir.toAbsolutePath().toString(),
                        "broker.failStartupWithErroredChild", "true",
                        // As RabbitMQ does: an argument that is not known is no error, and neither is a message to
                        // nobody.
                        "queue.behaviourOnUnknownDeclareArgument", "IGNORE",
                        "exchange.behaviourOnUnknownDeclareArgument", "IGNORE",
                        "qpid.port.closeWhenNoRoute", "false"));
    }

    public int port() {
        return port;
    }

    /** Where clients connect, user and virtual host included. */
    public URI uri() {
        return uri(port);
    }

    /** Where clients will connect to a broker on the given port. */
    public static URI uri(int port) {
        return URI.create("amqp://guest:guest@" + LoopbackPort.HOST + ":" + port + "/%2F");
    }

    /** Closes all connections and stops. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            system.close();
        }
    }
}
