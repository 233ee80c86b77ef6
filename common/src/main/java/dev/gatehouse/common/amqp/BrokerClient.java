package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import dev.gatehouse.common.config.Secret;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** The library's connection factory, set up: no recovery of its own, every wait bounded, platform threads that are daemons. One
 * thread connects. */
final class BrokerClient {
    private final ConnectionFactory factory;
    private final String connectionName;
    /** Of the connection that is being made. */
    private final AtomicReference<Socket> socket = new AtomicReference<>(new Socket());

    /** Throws {@link IllegalArgumentException} for a URI that the library does not take. */
    BrokerClient(AmqpConfig config, String connectionName, GatheredWrites writes) {
        this.connectionName = connectionName;
        this.factory = writes.connectionFactory();
        // Before the target, which adds the check of the host's name.
        factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(socket::set));
        setTarget(config);
        setTimes(config);
        setThreads();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setChannelShouldCheckRpcResponseType(true);
        // The library closes the connection for a larger body; what it gets is cut by InboundFrames.
        factory.setMaxInboundMessageBodySize(Integer.MAX_VALUE);
        factory.setExceptionHandler(new QuietExceptionHandler());
    }

    /** The broker user that connections are made as. */
    String user() {
        return factory.getUsername();
    }

    Secret password() {
        return new Secret(factory.getPassword());
    }

    String virtualHost() {
        return factory.getVirtualHost();
    }

    BrokerConnection connect() throws IOException, TimeoutException {
        Connection amqp = factory.newConnection(connectionName);
        return new BrokerConnection(amqp, socket.get());
    }

    private void setTarget(AmqpConfig config) {
        try {
            factory.setUri(config.uri());
            if ("amqps".equals(config.uri().getScheme().toLowerCase(Locale.ROOT))) {
                // The library's own choice for amqps trusts every certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may hold the password.
            throw new IllegalArgumentException("not the URI of a broker: " + config.address());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS is not available", e);
        }
        config.password().map(Secret::reveal).ifPresent(factory::setPassword);
    }

    private void setTimes(AmqpConfig config) {
        factory.setRequestedHeartbeat((int) config.heartbeat().toSeconds());
        factory.setConnectionTimeout((int) config.connectTimeout().toMillis());
        factory.setHandshakeTimeout((int) config.connectTimeout().toMillis());
        factory.setShutdownTimeout((int) config.operationTimeout().toMillis());
        factory.setChannelRpcTimeout((int) config.operationTimeout().toMillis());
    }

    private void setThreads() {
        ThreadFactory threads =
                Thread.ofPlatform().daemon().name(connectionName + "-", 0).factory();
        factory.setThreadFactory(threads);
        factory.setSharedExecutor(new InlineExecutor());
        factory.setShutdownExecutor(Executors.newThreadPerTaskExecutor(threads));
    }
}
