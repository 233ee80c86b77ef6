package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * How the database is reached.
 *
 * @param url the JDBC URL, without credentials
 * @param username the role to connect as
 * @param password its password; absent where the server asks for none
 * @param poolSize how many connections work on requests at most; one more watches the server, and one relays events
 * @param acquireTimeout how long a request waits for a connection
 * @param connectTimeout how long the making of a connection may take
 * @param statementTimeout how long the server works on one statement; the socket gives up one second later
 * @param probeInterval how often the server is looked at
 */
public record DatabaseConfig(
        String url,
        String username,
        Optional<Secret> password,
        int poolSize,
        Duration acquireTimeout,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration probeInterval) {
    public static final String DEFAULT_URL = "jdbc:postgresql://127.0.0.1:5432/gatehouse";
    public static final String DEFAULT_USERNAME = "gatehouse";
    public static final int DEFAULT_POOL_SIZE = 10;
    public static final Duration DEFAULT_ACQUIRE_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_PROBE_INTERVAL = Duration.ofSeconds(1);

    /** The configuration for a server, all else by default. */
    public static DatabaseConfig of(String url, String username, Optional<Secret> password) {
        return new DatabaseConfig(
                url,
                username,
                password,
                DEFAULT_POOL_SIZE,
                DEFAULT_ACQUIRE_TIMEOUT,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_STATEMENT_TIMEOUT,
                DEFAULT_PROBE_INTERVAL);
    }

    /** Reads the keys under {@code database}. A user that the URL names wins, so that such a URL is all that has to be set. */
    public static DatabaseConfig read(ConfigReader reader) {
        DatabaseUrl url = url(reader, reader.string("database.url", DEFAULT_URL));
        String username = reader.string("database.username", DEFAULT_USERNAME);
        return new DatabaseConfig(
                url.jdbcUrl(),
                url.username().orElse(username),
                reader.optionalSecret("database.password").or(url::password),
                reader.integer("database.pool-size", DEFAULT_POOL_SIZE, 1, 500),
                seconds(reader, "database.acquire-timeout", DEFAULT_ACQUIRE_TIMEOUT),
                seconds(reader, "database.connect-timeout", DEFAULT_CONNECT_TIMEOUT),
                seconds(reader, "database.statement-timeout", DEFAULT_STATEMENT_TIMEOUT),
                seconds(reader, "database.probe-interval", DEFAULT_PROBE_INTERVAL));
    }

    private static Duration seconds(ConfigReader reader, String path, Duration defaultValue) {
        return reader.duration(path, defaultValue, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    private static DatabaseUrl url(ConfigReader reader, String text) {
        Optional<DatabaseUrl> url = DatabaseUrl.parse(text);
        if (url.isEmpty()) {
            reader.problem(
                    "database.url",
                    ConfigReader.withoutCredentials(text),
                    "jdbc:postgresql://host:port/database or postgresql://user:password@host:port/database");
        }
        return url.orElse(new DatabaseUrl(DEFAULT_URL, Optional.empty(), Optional.empty()));
    }
}
