package dev.gatehouse.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The database of a test class: empty, made before it and dropped after it, on the server that {@value #ENVIRONMENT} names (its user must be
 * allowed to create databases), else on an embedded one that all classes of the JVM share.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final DatabaseFixture DATABASE = new DatabaseFixture();
 * }</pre>
 */
public final class DatabaseFixture implements BeforeAllCallback, AfterAllCallback {
    static final String ENVIRONMENT = "GATEHOUSE_IT_DATABASE_URL";

    private @Nullable DatabaseServer server;
    private String database = "";
    private boolean real;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        Optional<String> url = Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(text -> !text.isBlank());
        real = url.isPresent();
        server = url.map(DatabaseServer::parse)
                .orElseGet(() -> SharedServers.shared(context, SharedDatabase.class, SharedDatabase::new)
                        .server());
        database = name(context.getRequiredTestClass().getSimpleName());
        administer("CREATE DATABASE " + database);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        if (server == null) {
            return;
        }
        administer("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private static String name(String testClass) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        String readable = testClass.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        return "it_" + readable.substring(0, Math.min(40, readable.length())) + "_" + suffix;
    }

    private void administer(String sql) throws SQLException {
        DatabaseServer at = server();
        try (Connection connection =
                        DriverManager.getConnection(at.jdbcUrl(at.database()), at.username(), at.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DatabaseServer server() {
        if (server == null) {
            throw new IllegalStateException("the database is there from beforeAll on");
        }
        return server;
    }

    public String jdbcUrl() {
        return server().jdbcUrl(database);
    }

    /** The database's URL by way of a proxy in front of its server. */
    public String jdbcUrlThrough(TcpProxy proxy) {
        return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database;
    }

    public String username() {
        return server().username();
    }

    public String password() {
        return server().password();
    }

    public String host() {
        return server().host();
    }

    public int port() {
        return server().port();
    }

    /** Whether it is on a real server, which other things may also use. */
    public boolean isReal() {
        return real;
    }

    /** Opens a plain connection. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), username(), password());
    }

    /** Cuts every connection to the database but the one that does it, as an administrator would. */
    public void cutConnections() throws SQLException {
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database
                + "' AND pid <> pg_backend_pid()");
    }
}
