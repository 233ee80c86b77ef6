package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the time that a client may take for its handshake. The server below has no such bound: a client that says nothing, or half a
 * greeting, would keep its connection for ever. Thread-safe.
 */
final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

    private final Map<Socket, Long> deadlines = new ConcurrentHashMap<>();
    private final Supplier<Duration> timeout;
    private final LongSupplier nanoTime;

    /** @param timeout asked for each handshake */
    Handshakes(Supplier<Duration> timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    void begin(Socket socket) {
        deadlines.put(socket, nanoTime.getAsLong() + timeout.get().toNanos());
    }

    /** The handshake is done, or the socket has been closed. */
    void end(Socket socket) {
        deadlines.remove(socket);
    }

    /** Closes the sockets whose clients take too long. */
    void sweep() {
        long now = nanoTime.getAsLong();
        deadlines.forEach((socket, deadline) -> {
            if (now - deadline >= 0 && deadlines.remove(socket, deadline)) {
                close(socket);
            }
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the socket of a handshake that took too long cannot be closed", e);
        }
    }
}
