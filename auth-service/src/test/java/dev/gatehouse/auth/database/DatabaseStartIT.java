package dev.gatehouse.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.config.Secret;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseStartIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @Test
    void connectionThatIsLostWhileTheSchemaIsBroughtUpToDateDoesNotEndTheStart() throws Exception {
        try (DatabaseHandle first = started(DATABASE.jdbcUrl())) {
            assertThat(first.database().isUp()).isTrue();
        }
        try (TcpProxy proxy = TcpProxy.to(DATABASE.host(), DATABASE.port());
                Connection other = DATABASE.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE flyway_schema_history");
            FutureTask<DatabaseHandle> start = new FutureTask<>(() -> started(DATABASE.jdbcUrlThrough(proxy)));
            Thread.ofVirtual().name("start").start(start);
            await().atMost(LIMIT).until(DatabaseStartIT::somebodyWaitsForALock);

            proxy.cut();
            other.rollback();

            try (DatabaseHandle second = start.get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(second.database().isUp()).isTrue();
            }
        }
    }

    private record DatabaseHandle(Database database) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
        }
    }

    private static DatabaseHandle started(String jdbcUrl) {
        Database database = new Database(
                DatabaseConfig.of(jdbcUrl, DATABASE.username(), Optional.of(new Secret(DATABASE.password()))));
        database.start();
        return new DatabaseHandle(database);
    }

    private static boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }
}
