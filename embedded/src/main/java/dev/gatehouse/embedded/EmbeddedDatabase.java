package dev.gatehouse.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of our own: on 127.0.0.1, superuser {@code postgres}, any password, its binaries unpacked once into the user's cache
 * directory. It runs as root too, where {@code unshare -U} is allowed. Its output goes to the log of
 * {@code io.zonky.test.db.postgres.embedded}. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** The database that every server has. */
    public static final String DATABASE = "gatehouse";

    /** The superuser. */
    public static final String USERNAME = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final DataDirectory data;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(EmbeddedPostgres server, DataDirectory data) {
        this.server = server;
        this.data = data;
    }

    /** Starts on a free port, with data that is kept in the given directory. */
    public static EmbeddedDatabase start(Path dataDir) {
        return start(new EmbeddedDatabaseConfig(dataDir, 0, true));
    }

    /**
     * Starts a server, after having stopped the one that a killed process may have left on the same data, and returns once it answers.
     *
     * @throws EmbeddedServerException where the port is taken or the server does not come up
     */
    public static EmbeddedDatabase start(EmbeddedDatabaseConfig config) {
        int port = LoopbackPort.free(config.port());
        DataDirectory data = new DataDirectory(config.dataDir());
        EmbeddedPostgres server;
        try {
            data.prepare();
            server = builder(config, port).start();
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedServerException(
                    "the embedded database did not start: " + e.getMessage() + PostgresRoot.hint(), e);
        }
        EmbeddedDatabase database = new EmbeddedDatabase(server, data);
        try {
            database.check(config.dataDir());
            database.createDatabase();
            data.complete();
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw new EmbeddedServerException("the embedded database cannot be used: " + e.getMessage(), e);
        }
        return database;
    }

    private static EmbeddedPostgres.Builder builder(EmbeddedDatabaseConfig config, int port) throws IOException {
        String durable = config.durable() ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setDataDirectory(config.dataDir())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(binaries().toFile())
                .setPGStartupWait(START_LIMIT)
                .setPort(port)
                // The same sorting and case rules on every system, whatever its locale.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("listen_addresses", LoopbackPort.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", durable)
                .setServerConfig("full_page_writes", durable)
                .setServerConfig("synchronous_commit", durable);
    }

    /** Only its owner can enter the parent, because what is unpacked there is run. */
    private static Path binaries() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "gatehouse");
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        return cache.resolve("postgres");
    }

    /** Makes sure that it is this server which answers on the port, not one that took it in the meantime. */
    private void check(Path dataDir) throws SQLException, IOException {
        String answering = queryText("SHOW data_directory");
        if (!Files.isSameFile(Path.of(answering), dataDir)) {
            throw new EmbeddedServerException("port " + server.getPort() + " is taken by another PostgreSQL server");
        }
    }

    private void createDatabase() throws SQLException {
        if (queryText("SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'")
                .equals("0")) {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private String queryText(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Where clients connect, to {@link #DATABASE}. */
    public String jdbcUrl() {
        return jdbcUrl(port(), DATABASE);
    }

    /** Where clients will connect to a database of a server on the given port. */
    public static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://" + LoopbackPort.HOST + ":" + port + "/" + database;
    }

    public String username() {
        return USERNAME;
    }

    /** Any password would do: the server trusts whoever reaches it. */
    public String password() {
        return USERNAME;
    }

    /** Cuts all connections and stops, with everything written. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            server.close();
            data.afterStop();
        } catch (IOException e) {
            throw new EmbeddedServerException("the embedded database did not stop: " + e.getMessage(), e);
        }
    }
}
