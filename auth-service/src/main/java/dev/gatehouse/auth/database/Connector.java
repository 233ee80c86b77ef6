package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Opens connections that belong to no pool, and knows the driver's properties for all of them. Immutable. */
final class Connector {
    private final DatabaseConfig config;

    Connector(DatabaseConfig config) {
        this.config = config;
    }

    /** The driver's properties for a connection whose statements take at most this long. */
    Map<String, String> properties(Duration statementTimeout) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("ApplicationName", "gatehouse-auth-service");
        properties.put("connectTimeout", seconds(config.connectTimeout()));
        properties.put("loginTimeout", seconds(config.connectTimeout()));
        properties.put("socketTimeout", seconds(statementTimeout.plusSeconds(1)));
        properties.put("cancelSignalTimeout", "1");
        properties.put("tcpKeepAlive", "true");
        properties.put("options", "-c statement_timeout=" + statementTimeout.toMillis());
        return properties;
    }

    /** The same for a connection whose transactions the server ends when they are idle for so long. */
    Map<String, String> properties(Duration statementTimeout, Duration longestPause) {
        Map<String, String> properties = properties(statementTimeout);
        properties.merge(
                "options",
                "-c idle_in_transaction_session_timeout=" + longestPause.toMillis(),
                (options, option) -> options + " " + option);
        return properties;
    }

    Connection connect(Duration statementTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(properties(statementTimeout));
        properties.setProperty("user", config.username());
        config.password().map(Secret::reveal).ifPresent(password -> properties.setProperty("password", password));
        return DriverManager.getConnection(config.url(), properties);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
