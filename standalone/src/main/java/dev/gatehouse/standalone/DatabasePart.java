package dev.gatehouse.standalone;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.embedded.EmbeddedDatabase;
import dev.gatehouse.embedded.EmbeddedDatabaseConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded database as a part of the process. Guarded by its monitor: a close during the start waits for it, and then closes. */
final class DatabasePart implements Component {
    private final EmbeddedDatabaseConfig config;
    private @Nullable EmbeddedDatabase database;
    private boolean closed;

    /**
     * @param port to listen on
     */
    DatabasePart(int port, Path dir) {
        this.config = new EmbeddedDatabaseConfig(dir, port, true);
    }

    /** Where it will be. */
    String jdbcUrl() {
        return EmbeddedDatabase.jdbcUrl(config.port(), EmbeddedDatabase.DATABASE);
    }

    String username() {
        return EmbeddedDatabase.USERNAME;
    }

    @Override
    public synchronized void start() {
        if (database == null && !closed) {
            database = EmbeddedDatabase.start(config);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (database != null) {
            database.close();
        }
    }
}
