package dev.gatehouse.testkit;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The broker of a test class: the one that {@value #ENVIRONMENT} names (its virtual host must be for tests only), else an embedded one that all
 * classes of the JVM share. Gatehouse's own queues and exchanges are deleted before and after each class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BrokerFixture BROKER = new BrokerFixture();
 * }</pre>
 */
public final class BrokerFixture implements TestBroker, BeforeAllCallback, AfterAllCallback {
    static final String ENVIRONMENT = "GATEHOUSE_IT_AMQP_URI";

    private static final List<String> QUEUES = List.of("core.auth.rpc.v1", "core.gateway.rpc.v1");
    private static final List<String> EXCHANGES =
            List.of("core.rpc.v1", "core.events.v1", "core.push.v1", "core.dlx.v1");

    private @Nullable URI uri;
    private @Nullable SharedBroker embedded;

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> real = Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(text -> !text.isBlank());
        if (real.isPresent()) {
            uri = URI.create(real.get());
        } else {
            SharedBroker broker = SharedServers.shared(context, SharedBroker.class, SharedBroker::new);
            broker.start();
            embedded = broker;
            uri = broker.uri();
        }
        clean();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (uri == null) {
            return;
        }
        if (embedded != null) {
            embedded.start();
        }
        clean();
    }

    @Override
    public URI uri() {
        if (uri == null) {
            throw new IllegalStateException("the broker is there from beforeAll on");
        }
        return uri;
    }

    /** Whether it is a real RabbitMQ, which other things may also use and which cannot be stopped. */
    public boolean isReal() {
        return embedded == null;
    }

    /** Stops the embedded broker, and forgets everything in it. */
    public void stop() {
        embedded().stop();
    }

    /** Starts the embedded broker again, empty, on the same port. */
    public void start() {
        embedded().start();
    }

    private SharedBroker embedded() {
        if (embedded == null) {
            throw new IllegalStateException("a real broker is not stopped by tests: use a TcpProxy");
        }
        return embedded;
    }

    /** Deletes Gatehouse's own queues and exchanges, and so all messages and bindings. */
    public void clean() {
        try (Connection connection = connect("testkit-clean")) {
            for (String queue : QUEUES) {
                delete(connection, channel -> channel.queueDelete(queue));
            }
            for (String exchange : EXCHANGES) {
                delete(connection, channel -> channel.exchangeDelete(exchange));
            }
        } catch (IOException | AlreadyClosedException e) {
            throw new IllegalStateException("cannot clean the broker of the tests: " + e.getMessage(), e);
        }
    }

    /** A broker that does not have the thing closes the channel: each deletion has one of its own. */
    private static void delete(Connection connection, Deletion deletion) throws IOException {
        Channel channel = connection.createChannel();
        try {
            deletion.run(channel);
        } catch (IOException e) {
            if (channel.isOpen() || !connection.isOpen()) {
                throw e;
            }
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void run(Channel channel) throws IOException;
    }
}
