package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseFixtureIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @Test
    void classHasAnEmptyDatabaseOfItsOwn() throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            assertThat(query(connection, "SELECT current_database()")).startsWith("it_databasefixtureit_");
            assertThat(query(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void proxyStandsBetweenAClientAndTheDatabase() throws SQLException {
        try (TcpProxy proxy = TcpProxy.to(DATABASE.host(), DATABASE.port());
                Connection connection = DriverManager.getConnection(
                        DATABASE.jdbcUrlThrough(proxy), DATABASE.username(), DATABASE.password())) {
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
            proxy.cut();
            assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void cutConnectionsFail() throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            DATABASE.cutConnections();
            assertThatThrownBy(() -> query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
