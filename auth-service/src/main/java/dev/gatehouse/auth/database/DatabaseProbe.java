package dev.gatehouse.auth.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the server answers, over a connection of its own, so that a full pool does not look like a lost server, and logs each
 * change once. Confined to one thread at a time, but for {@link #isUp}.
 */
final class DatabaseProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);

    private final DatabaseConfig config;
    private final Connector connector;
    private @Nullable Connection connection;
    private boolean saidDown;
    private volatile boolean up;

    DatabaseProbe(DatabaseConfig config) {
        this.config = config;
        this.connector = new Connector(config);
    }

    /** Whether the server answered when last looked at. */
    boolean isUp() {
        return up;
    }

    /** Looks once; the failure where there is one. */
    Optional<SQLException> look() {
        try {
            answer();
            note(Optional.empty());
            return Optional.empty();
        } catch (SQLException e) {
            return failed(e);
        } catch (RuntimeException e) {
            // Whatever it is must not end the thread that looks: the service would say for ever what it said last.
            return failed(new SQLException("the driver has failed: " + e, e));
        }
    }

    private Optional<SQLException> failed(SQLException failure) {
        close();
        note(Optional.of(failure));
        return Optional.of(failure);
    }

    private void answer() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = connector.connect(config.connectTimeout());
            connection = current;
        }
        try (var statement = current.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private void note(Optional<SQLException> failure) {
        boolean isUp = failure.isEmpty();
        if (failure.isPresent() && !saidDown) {
            LOG.warn(
                    "the database {} is not available: {}",
                    config.url(),
                    failure.get().getMessage());
        } else if (isUp && !up) {
            LOG.info("the database {} is available", config.url());
        }
        saidDown = !isUp;
        up = isUp;
    }

    @Override
    public void close() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException | RuntimeException e) {
                LOG.debug("the probe's connection did not close", e);
            }
        }
    }
}
