package dev.gatehouse.gateway.http;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds the time that a client may take to send a request, from its first line to the end of its body, and to take the answer. The
 * server below has no such bound: a client that sends a byte now and then, or does not read, would keep a connection for ever.
 * Thread-safe: each connection's thread writes its own entry, and {@link #sweep} takes those that are over; interrupting a virtual
 * thread that is in a socket's read or write closes the socket.
 */
final class SlowClients implements Http1ConnectionListener {
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final Supplier<Duration> timeout;
    private final LongSupplier nanoTime;

    /** @param timeout asked each time a wait begins */
    SlowClients(Supplier<Duration> timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        begin();
    }

    /** The current thread begins to wait for its client. */
    void begin() {
        deadlines.put(
                Thread.currentThread(), nanoTime.getAsLong() + timeout.get().toNanos());
    }

    /** The current thread does not wait for its client any more. */
    void end() {
        deadlines.remove(Thread.currentThread());
    }

    /** Ends the connections whose clients take too long. */
    void sweep() {
        long now = nanoTime.getAsLong();
        deadlines.forEach((thread, deadline) -> {
            if (now - deadline >= 0 && deadlines.remove(thread, deadline)) {
                thread.interrupt();
            }
        });
    }
}
