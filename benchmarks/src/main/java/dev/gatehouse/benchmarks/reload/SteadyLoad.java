package dev.gatehouse.benchmarks.reload;

import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A number of requests for each second over connections that stay. Each request has its time; one that is late is sent at once. Started and
 * closed by one thread.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int CONNECTIONS = 32;
    private static final int SUCCESS = 200;

    private final int port;
    private final byte[] request;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder answered = new LongAdder();
    private final LongAdder otherStatus = new LongAdder();
    private final LongAdder lostConnections = new LongAdder();

    SteadyLoad(int port, byte[] request, int rate) {
        this.port = port;
        this.request = request;
        this.pauseNanos = 1_000_000_000L * CONNECTIONS / rate;
    }

    void start() {
        for (int i = 0; i < CONNECTIONS; i++) {
            long offset = pauseNanos * i / CONNECTIONS;
            threads.add(Thread.ofVirtual().name("load-" + i).start(() -> run(offset)));
        }
    }

    private void run(long offset) {
        try (KeptConnection connection = new KeptConnection(port)) {
            long next = System.nanoTime() + offset;
            while (!over.get()) {
                LockSupport.parkNanos(next - System.nanoTime());
                next += pauseNanos;
                if (connection.send(request) == SUCCESS) {
                    answered.increment();
                } else {
                    otherStatus.increment();
                }
            }
        } catch (IOException e) {
            lostConnections.increment();
        }
    }

    /** Answers of success so far. */
    long answered() {
        return answered.sum();
    }

    /** Answers of any other status. */
    long otherStatus() {
        return otherStatus.sum();
    }

    /** Connections that the server has ended; none is opened in its place. */
    long lostConnections() {
        return lostConnections.sum();
    }

    @Override
    public void close() {
        over.set(true);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
