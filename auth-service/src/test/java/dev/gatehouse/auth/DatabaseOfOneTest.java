package dev.gatehouse.auth;

import dev.gatehouse.testkit.DatabaseFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A second, empty database on a fixture's server, for a test that needs nobody to have been there before. */
final class DatabaseOfOneTest implements AutoCloseable {
    private final DatabaseFixture server;
    private final String name;

    private DatabaseOfOneTest(DatabaseFixture server, String name) {
        this.server = server;
        this.name = name;
    }

    static DatabaseOfOneTest create(DatabaseFixture server) throws SQLException {
        DatabaseOfOneTest database = new DatabaseOfOneTest(
                server, "it_one_" + UUID.randomUUID().toString().substring(0, 8));
        database.administer("CREATE DATABASE ");
        return database;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + name;
    }

    @Override
    public void close() throws SQLException {
        administer("DROP DATABASE ");
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql + name);
        }
    }
}
