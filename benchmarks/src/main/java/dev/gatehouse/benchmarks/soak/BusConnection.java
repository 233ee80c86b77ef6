package dev.gatehouse.benchmarks.soak;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** Connections of the soak's own to the broker, with what the AMQP client brings to recover by itself: as a service of a user's own has. */
final class BusConnection {
    private static final int RECOVERY_MILLIS = 250;
    private static final int HEARTBEAT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 2_000;

    private BusConnection() {}

    static Connection open(String uri, String name) {
        try {
            ConnectionFactory factory = factory(uri);
            factory.setNetworkRecoveryInterval(RECOVERY_MILLIS);
            return factory.newConnection(name);
        } catch (IOException | TimeoutException e) {
            throw new LoadException(name + " cannot connect to the broker: " + e, e);
        }
    }

    static boolean canConnect(String uri) {
        ConnectionFactory factory = factory(uri);
        factory.setAutomaticRecoveryEnabled(false);
        try (Connection connection = factory.newConnection("soak-probe")) {
            return connection.isOpen();
        } catch (IOException | TimeoutException e) {
            // It is not up yet.
            return false;
        }
    }

    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        return factory;
    }
}
