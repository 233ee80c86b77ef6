package dev.gatehouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {
    @TempDir
    private Path dir;

    private Path data = Path.of("");

    @BeforeEach
    void setUp() {
        // A blank in the path, as people have them.
        data = dir.resolve("the data");
    }

    @Test
    void dataIsKeptBetweenStarts() throws Exception {
        int port;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            port = database.port();
            execute(database, "CREATE TABLE t (x int)", "INSERT INTO t VALUES (42)");
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
        assertThat(data.resolve("postmaster.pid")).doesNotExist();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SELECT x FROM t")).isEqualTo("42");
        }
    }

    @Test
    void serverLeftBehindByAKilledProcessIsReplaced() throws Exception {
        EmbeddedDatabase leftBehind = EmbeddedDatabase.start(data);
        execute(leftBehind, "CREATE TABLE t AS SELECT 42 AS x");
        long pid = serverPid();
        // The lock that this process holds for it would go with the process.
        Files.delete(data.resolve("epg-lock"));

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SELECT x FROM t")).isEqualTo("42");
            assertThat(serverPid()).isNotEqualTo(pid);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void killedServerRecoversWhatWasCommitted() throws Exception {
        try (EmbeddedDatabase killed = EmbeddedDatabase.start(data)) {
            execute(killed, "CREATE TABLE t AS SELECT 42 AS x");
            kill(serverPid());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> query(killed, "SELECT 1")).isInstanceOf(SQLException.class));
        }
        assertThat(data.resolve("postmaster.pid")).exists();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SELECT x FROM t")).isEqualTo("42");
        }
    }

    @Test
    void lockFileWhoseProcessNumberNowBelongsToAnotherIsNoObstacle() throws Exception {
        EmbeddedDatabase.start(data).close();
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void directoryThatWasNeverCompletedIsMadeAnew() throws Exception {
        Files.createDirectories(data.resolve("base"));
        Files.writeString(data.resolve("postgresql.conf"), "");
        Files.writeString(dir.resolve("the data.incomplete"), "");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(dir.resolve("the data.incomplete")).doesNotExist();
    }

    @Test
    void listensOnLoopbackOnlyAndKnowsUnicodeCase() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
            assertThat(query(database, "SELECT lower('ÄÉ')")).isEqualTo("äé");
        }
    }

    @Test
    void takenPortIsOneClearFailureAndNothingIsMade() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(
                            () -> EmbeddedDatabase.start(new EmbeddedDatabaseConfig(data, taken.getLocalPort(), false)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
        assertThat(data).doesNotExist();
    }

    private long serverPid() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    }

    private static void kill(long pid) throws Exception {
        new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor();
    }

    private static void execute(EmbeddedDatabase database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }
}
