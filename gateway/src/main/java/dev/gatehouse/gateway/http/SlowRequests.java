package dev.gatehouse.gateway.http;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Bounds the time that a request may take to arrive, from its first line to the end of its body. The server's own bounds see each read
 * alone, which a client that sends a byte now and then keeps to for ever. Thread-safe: each connection's thread writes its own entry,
 * and {@link #sweep} takes those that are over; interrupting a virtual thread that reads a socket closes the socket.
 */
final class SlowRequests implements Http1ConnectionListener {
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    SlowRequests(Duration timeout, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The current thread's connection begins to receive a request. */
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        begin();
    }

    void begin() {
        deadlines.put(Thread.currentThread(), nanoTime.getAsLong() + timeoutNanos);
    }

    /** The current thread's connection has received all that it will of the request. */
    void received() {
        deadlines.remove(Thread.currentThread());
    }

    /** Ends the connections whose requests take too long. */
    void sweep() {
        long now = nanoTime.getAsLong();
        deadlines.forEach((thread, deadline) -> {
            if (now - deadline >= 0 && deadlines.remove(thread, deadline)) {
                thread.interrupt();
            }
        });
    }
}
