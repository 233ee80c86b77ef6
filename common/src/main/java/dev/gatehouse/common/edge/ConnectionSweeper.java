package dev.gatehouse.common.edge;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the connections of a server again and again, on one thread: all bounds on a client's time depend on it. Whatever is thrown, the next sweep
 * follows. {@link #start} and {@link #close} are called by one thread at a time.
 */
public final class ConnectionSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSweeper.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Runnable sweep;
    private final Duration period;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param threadName names the server */
    public ConnectionSweeper(String threadName, ClientConnections connections) {
        this(threadName, connections::sweep, PERIOD);
    }

    ConnectionSweeper(String threadName, Runnable sweep, Duration period) {
        this.sweep = sweep;
        this.period = period;
        this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    public void close() {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                sweepOnce();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but whoever wants it to end.
            Thread.currentThread().interrupt();
        }
    }

    private void sweepOnce() {
        try {
            sweep.run();
        } catch (Throwable e) {
            LOG.error("{}: a sweep of the connections has failed", thread.getName(), e);
        }
    }
}
