package dev.gatehouse.auth.database;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.common.config.Secret;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcParametersConfig;
import java.time.Duration;
import java.util.Map;

/** Makes the database clients: a pool of connections, and the named statements of the class path. */
final class DbClientConfig {
    private static final String STATEMENTS = "auth/statements.yaml";

    private static final Duration MAX_VALIDATION = Duration.ofSeconds(1);
    private static final Duration KEEPALIVE = Duration.ofMinutes(1);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(20);
    /** The pool starts even if the server is away: the probe waits for it. */
    private static final long NO_INITIAL_CONNECTION = -1;

    private DbClientConfig() {}

    /** The client for requests. */
    static DbClient forRequests(DatabaseConfig config) {
        Map<String, String> driver = new Connector(config).properties(config.statementTimeout());
        return client(pool(config, "auth-database", config.poolSize(), driver));
    }

    /**
     * A client with one connection.
     *
     * @param longestPause after how long without a statement the server ends a transaction
     */
    static DbClient forBackground(DatabaseConfig config, Duration longestPause) {
        Map<String, String> driver = new Connector(config).properties(config.statementTimeout(), longestPause);
        return client(pool(config, "auth-background", 1, driver));
    }

    private static DbClient client(HikariConfig pool) {
        return JdbcClientBuilder.create()
                .config(statements())
                .parametersSetter(JdbcParametersConfig.builder()
                        .useByteArrayBinding(false)
                        .useStringBinding(false)
                        .build())
                .connectionPool(new ConnectionPool(pool))
                .build();
    }

    private static Config statements() {
        return Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableValueResolving()
                .disableKeyResolving()
                .addSource(ConfigSources.classpath(STATEMENTS))
                .build();
    }

    private static HikariConfig pool(DatabaseConfig config, String name, int size, Map<String, String> driver) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setMaximumPoolSize(size);
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.username());
        config.password().map(Secret::reveal).ifPresent(pool::setPassword);
        pool.setConnectionTimeout(config.acquireTimeout().toMillis());
        pool.setValidationTimeout(Math.min(config.acquireTimeout().toMillis(), MAX_VALIDATION.toMillis()));
        pool.setKeepaliveTime(KEEPALIVE.toMillis());
        pool.setMaxLifetime(MAX_LIFETIME.toMillis());
        pool.setInitializationFailTimeout(NO_INITIAL_CONNECTION);
        driver.forEach(pool::addDataSourceProperty);
        return pool;
    }
}
