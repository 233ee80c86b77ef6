package dev.gatehouse.testkit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;

/** A broker that tests connect to. */
public interface TestBroker {
    /** Where clients connect, user and virtual host included. */
    URI uri();

    default String host() {
        return uri().getHost();
    }

    default int port() {
        return uri().getPort() < 0 ? ConnectionFactory.DEFAULT_AMQP_PORT : uri().getPort();
    }

    /** The broker's URI by way of a proxy in front of it. */
    default URI uriThrough(TcpProxy proxy) {
        return URI.create(uri().toString().replaceFirst("^(amqp://(?:[^@/]*@)?)[^/]*", "$1127.0.0.1:" + proxy.port()));
    }

    /** Opens a plain connection, without recovery. */
    default Connection connect(String name) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri());
            factory.setAutomaticRecoveryEnabled(false);
            return factory.newConnection(name);
        } catch (Exception e) {
            throw new IllegalStateException("cannot connect to the broker of the tests: " + e.getMessage(), e);
        }
    }
}
