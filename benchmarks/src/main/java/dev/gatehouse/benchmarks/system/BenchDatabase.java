package dev.gatehouse.benchmarks.system;

import dev.gatehouse.embedded.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The database that is used: one of the benchmark's own, dropped at the end, on the server that {@value #ENVIRONMENT} names; without it an
 * embedded one.
 *
 * @param jdbcUrl where it is
 * @param cleanup deletes it, or stops its server
 */
public record BenchDatabase(String jdbcUrl, String username, String password, Runnable cleanup)
        implements AutoCloseable {
    public static final String ENVIRONMENT = "GATEHOUSE_BENCH_DATABASE_URL";

    public static BenchDatabase open(Path directory) {
        Optional<String> given = Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(url -> !url.isBlank());
        if (given.isPresent()) {
            return on(URI.create(given.get()));
        }
        EmbeddedDatabase embedded = EmbeddedDatabase.start(directory);
        return new BenchDatabase(embedded.jdbcUrl(), embedded.username(), embedded.password(), embedded::close);
    }

    private static BenchDatabase on(URI uri) {
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() == null) {
            throw new LoadException(ENVIRONMENT + " must be postgresql://user:password@host:port/database");
        }
        String[] user = uri.getUserInfo().split(":", 2);
        String password = user.length == 2 ? user[1] : "";
        String server = "jdbc:postgresql://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + "/";
        String administered = server + uri.getPath().substring(1);
        String name = "gatehouse_bench_" + ProcessHandle.current().pid();
        execute(administered, user[0], password, "CREATE DATABASE " + name);
        return new BenchDatabase(
                server + name,
                user[0],
                password,
                () -> execute(administered, user[0], password, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
    }

    private static void execute(String url, String username, String password, String sql) {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new LoadException("the database cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        cleanup.run();
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "BenchDatabase[" + jdbcUrl + "]";
    }
}
