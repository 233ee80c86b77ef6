package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A RabbitMQ node of the soak's own, which can be stopped, killed and started again. Thread-safe: guarded by the monitor of {@code this}. */
final class OwnBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final long STOP_SECONDS = 15;
    private static final long TOOL_SECONDS = 30;
    private static final long POLL_MILLIS = 200;

    private final BrokerNode node;
    private final Process mapper;
    private Process server;

    private OwnBroker(BrokerNode node, Process mapper, Process server) {
        this.node = node;
        this.mapper = mapper;
        this.server = server;
    }

    /** Starts one; whoever gets it waits until it is up. */
    static OwnBroker launch(Path directory, Path log) {
        BrokerNode node = new BrokerNode(directory, log, Ports.free(), Ports.free(), Ports.free());
        node.prepare();
        Process mapper = node.startMapper();
        try {
            return new OwnBroker(node, mapper, node.startServer());
        } catch (LoadException e) {
            mapper.destroy();
            throw e;
        }
    }

    int port() {
        return node.port();
    }

    String uri() {
        return uri(port());
    }

    static String uri(int port) {
        return "amqp://guest:guest@127.0.0.1:" + port + "/%2F";
    }

    /** Waits until clients can connect. */
    synchronized void awaitUp() {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!BusConnection.canConnect(uri())) {
            if (!server.isAlive() || System.nanoTime() - until > 0) {
                throw new LoadException("the broker did not start; see " + node.log());
            }
            Pauses.millis(POLL_MILLIS);
        }
    }

    synchronized void restart() {
        end(server);
        server = node.startServer();
        awaitUp();
    }

    synchronized void killAndStart() {
        server.destroyForcibly();
        await(server, STOP_SECONDS);
        server = node.startServer();
        awaitUp();
    }

    synchronized void pause(Duration time) {
        Signals.pause(server.toHandle(), time);
    }

    synchronized void closeConnections() {
        if (!await(node.startTool("close_all_connections", "soak"), TOOL_SECONDS)) {
            throw new LoadException("rabbitmqctl does not end; see " + node.log());
        }
    }

    synchronized boolean isAlive() {
        return server.isAlive();
    }

    private static void end(Process process) {
        process.destroy();
        if (!await(process, STOP_SECONDS)) {
            process.destroyForcibly();
            await(process, STOP_SECONDS);
        }
    }

    private static boolean await(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            end(server);
        } finally {
            mapper.destroyForcibly();
        }
    }
}
