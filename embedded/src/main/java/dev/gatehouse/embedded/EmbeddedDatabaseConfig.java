package dev.gatehouse.embedded;

import java.nio.file.Path;

/**
 * How an embedded database runs.
 *
 * @param dataDir where its data is kept between starts; made where it is missing
 * @param port the port of 127.0.0.1 to listen on; 0 for a free one
 * @param durable whether an acknowledged write survives a loss of power; off is faster, and for tests only
 */
public record EmbeddedDatabaseConfig(Path dataDir, int port, boolean durable) {
    public EmbeddedDatabaseConfig {
        dataDir = dataDir.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }
}
