package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.Secret;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The node that {@link io.helidon.dbclient.DbClient} is built from: the pool, and the named statements of the class path. */
final class DbClientConfig {
    private static final String STATEMENTS = "auth/statements.yaml";

    private DbClientConfig() {}

    /** The pool for requests. */
    static Config forRequests(DatabaseConfig config) {
        return of(settings(
                config,
                "auth-database",
                config.poolSize(),
                new Connector(config).properties(config.statementTimeout())));
    }

    /** A pool of one connection, whose transactions the server ends when they are idle for so long. */
    static Config forBackground(DatabaseConfig config, Duration longestPause) {
        return of(settings(
                config,
                "auth-background",
                1,
                new Connector(config).properties(config.statementTimeout(), longestPause)));
    }

    private static Config of(Map<String, String> settings) {
        return Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                // A password is taken as it is, whatever signs are in it.
                .disableValueResolving()
                .disableKeyResolving()
                .addSource(ConfigSources.create(settings))
                .addSource(ConfigSources.classpath(STATEMENTS))
                .build();
    }

    private static Map<String, String> settings(
            DatabaseConfig config, String poolName, int poolSize, Map<String, String> driverProperties) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("source", "jdbc");
        settings.put("parameters.use-byte-array-binding", "false");
        settings.put("parameters.use-string-binding", "false");
        settings.put("connection.url", config.url());
        settings.put("connection.username", config.username());
        config.password().map(Secret::reveal).ifPresent(password -> settings.put("connection.password", password));
        settings.put("connection.poolName", poolName);
        settings.put("connection.maximumPoolSize", Integer.toString(poolSize));
        settings.put("connection.connectionTimeout", millis(config.acquireTimeout()));
        settings.put("connection.validationTimeout", millis(shorter(config.acquireTimeout(), Duration.ofSeconds(1))));
        settings.put("connection.keepaliveTime", millis(Duration.ofMinutes(1)));
        settings.put("connection.maxLifetime", millis(Duration.ofMinutes(20)));
        // The pool begins whether or not the server is there: the probe knows, and waits.
        settings.put("connection.initializationFailTimeout", "-1");
        driverProperties.forEach((name, value) -> settings.put("connection.dataSource." + name, value));
        return settings;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
