package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.embedded.EmbeddedDatabase;
import dev.gatehouse.embedded.EmbeddedDatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of the soak's own, which can be stopped and started again. Thread-safe: guarded by the monitor of {@code this}. */
final class OwnDatabase implements AutoCloseable {
    private final Path data;
    private EmbeddedDatabase server;

    private OwnDatabase(Path data, EmbeddedDatabase server) {
        this.data = data;
        this.server = server;
    }

    static OwnDatabase start(Path data) {
        return new OwnDatabase(data, EmbeddedDatabase.start(data));
    }

    synchronized String jdbcUrl() {
        return server.jdbcUrl();
    }

    synchronized String username() {
        return server.username();
    }

    synchronized String password() {
        return server.password();
    }

    /** A fast shutdown, which cuts all connections, and a start with the same data on the same port. */
    synchronized void restart() {
        int port = server.port();
        server.close();
        server = EmbeddedDatabase.start(new EmbeddedDatabaseConfig(data, port, true));
    }

    synchronized void pause(Duration time) {
        Signals.pause(process(), time);
    }

    private ProcessHandle process() {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        server.close();
    }
}
