package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An auth service that is started again when it has been killed, as a supervisor does. Thread-safe: guarded by the monitor of {@code this}. */
final class AuthInstance implements AutoCloseable {
    private static final long RESTART_PAUSE_MILLIS = 1_000;
    private static final long KILL_SECONDS = 5;

    private final Supplier<ServerProcess> starter;
    private final int adminPort;
    private final Link link;
    private ServerProcess process;

    /**
     * Starts it.
     *
     * @param link to the broker, closed with the instance
     */
    AuthInstance(Supplier<ServerProcess> starter, int adminPort, Link link) {
        this.starter = starter;
        this.adminPort = adminPort;
        this.link = link;
        this.process = starter.get();
    }

    /** SIGKILL, and a start after a pause. */
    synchronized void killAndStart() {
        process.requireAlive();
        process.process().destroyForcibly();
        try {
            process.process().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
        Pauses.millis(RESTART_PAUSE_MILLIS);
        process = starter.get();
    }

    synchronized void pause(Duration time) {
        Signals.pause(process.process().toHandle(), time);
    }

    Link link() {
        return link;
    }

    synchronized void awaitReady(HttpPeer http) {
        http.awaitReady(process, adminPort);
    }

    @Override
    public synchronized void close() {
        try {
            process.close();
        } finally {
            link.close();
        }
    }
}
