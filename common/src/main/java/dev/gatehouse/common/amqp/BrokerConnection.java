package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection and the socket below it.
 *
 * @param amqp the library's connection
 * @param socket what it writes to
 */
record BrokerConnection(Connection amqp, Socket socket) {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

    /**
     * Closes the connection, with a word to the broker where that can be had within the limit. The library waits without bound for a
     * socket whose peer does not read, and holds on to it meanwhile: then the socket is closed under it, which ends that wait, too.
     */
    void close(Duration limit) {
        Thread farewell =
                Thread.ofVirtual().name("amqp-close").start(() -> amqp.abort((int) Math.max(1, limit.toMillis())));
        try {
            if (farewell.join(limit)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sever();
    }

    private void sever() {
        try {
            // With a reset: an orderly end would wait for the peer again, under TLS at least.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket was closed already", e);
        }
    }
}
