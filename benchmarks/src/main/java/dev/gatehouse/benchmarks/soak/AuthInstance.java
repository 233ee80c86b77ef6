package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An auth service that is started again whenever it has ended, as a supervisor does. Thread-safe: guarded by the monitor of {@code this}. */
final class AuthInstance implements AutoCloseable {
    private static final long RESTART_PAUSE_MILLIS = 1_000;
    private static final long KILL_SECONDS = 5;

    private final Supplier<ServerProcess> starter;
    private final int adminPort;
    private final Link link;
    private ServerProcess process;
    private int endings;
    private boolean closed;

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
        watch(process);
    }

    private void watch(ServerProcess started) {
        Thread.ofVirtual().name("soak-supervisor").start(() -> {
            started.process().onExit().join();
            ended(started);
        });
    }

    private synchronized void ended(ServerProcess gone) {
        if (process.pid() == gone.pid() && !closed) {
            endings++;
            startAgain();
        }
    }

    private void startAgain() {
        Pauses.millis(RESTART_PAUSE_MILLIS);
        process = starter.get();
        watch(process);
    }

    /** SIGKILL, and a start after a pause. */
    synchronized void killAndStart() {
        process.process().destroyForcibly();
        try {
            process.process().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
        startAgain();
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

    /** How often it has ended by itself. */
    synchronized int endings() {
        return endings;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            process.close();
        } finally {
            link.close();
        }
    }
}
