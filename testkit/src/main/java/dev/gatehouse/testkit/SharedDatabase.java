package dev.gatehouse.testkit;

import dev.gatehouse.embedded.EmbeddedDatabase;
import dev.gatehouse.embedded.EmbeddedDatabaseConfig;
import java.nio.file.Path;

/** The embedded database server of this JVM. */
final class SharedDatabase implements AutoCloseable {
    private final Path dir = SharedServers.temporaryDirectory("database");
    private final EmbeddedDatabase server =
            EmbeddedDatabase.start(new EmbeddedDatabaseConfig(dir.resolve("data"), 0, false));

    DatabaseServer server() {
        return new DatabaseServer(
                "127.0.0.1", server.port(), EmbeddedDatabase.DATABASE, server.username(), server.password());
    }

    @Override
    public void close() {
        server.close();
        SharedServers.deleteRecursively(dir);
    }
}
