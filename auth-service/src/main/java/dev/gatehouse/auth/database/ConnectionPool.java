package dev.gatehouse.auth.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.jdbc.CloseableJdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;

/** HikariCP as Helidon's DbClient takes its connections. Thread-safe; the client that it is given to closes it. */
final class ConnectionPool implements CloseableJdbcConnectionPool {
    private static final String POSTGRESQL = "jdbc:postgresql";

    private final HikariDataSource connections;

    ConnectionPool(HikariConfig config) {
        this.connections = new HikariDataSource(config);
    }

    /** @throws DbClientException if no connection comes free within the pool's connection timeout */
    @Override
    public Connection connection() {
        try {
            return connections.getConnection();
        } catch (SQLException e) {
            throw new DbClientException("no connection from the pool " + connections.getPoolName(), e);
        }
    }

    @Override
    public String dbType() {
        return POSTGRESQL;
    }

    @Override
    public void close() {
        connections.close();
    }
}
