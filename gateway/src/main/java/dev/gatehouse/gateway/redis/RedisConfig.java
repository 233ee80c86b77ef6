package dev.gatehouse.gateway.redis;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Redis.
 *
 * @param uri {@code redis://user:password@host:port/database}, or {@code rediss} for TLS with the host's name checked
 * @param password wins over the one in the URI
 * @param keyPrefix begins the name of every key, so that one Redis can serve several systems
 * @param timeout bounds each command
 * @param connectTimeout bounds the TCP connect, and again the handshake
 * @param reconnectMin the wait before the first try to connect again
 * @param reconnectMax what the doubling wait grows to
 */
public record RedisConfig(
        URI uri,
        Optional<Secret> password,
        String keyPrefix,
        Duration timeout,
        Duration connectTimeout,
        Duration reconnectMin,
        Duration reconnectMax) {
    public static final String DEFAULT_KEY_PREFIX = "gatehouse:";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_RECONNECT_MIN = Duration.ofMillis(100);
    public static final Duration DEFAULT_RECONNECT_MAX = Duration.ofSeconds(5);

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final String URI_FORM = "redis://user:password@host:port/database, the database a number";
    private static final Pattern DATABASE = Pattern.compile("(/([0-9]{1,4})?)?");

    public RedisConfig {
        if (reconnectMin.isNegative() || reconnectMin.isZero() || reconnectMax.compareTo(reconnectMin) < 0) {
            throw new IllegalArgumentException("reconnect waits are positive, the least not over the most");
        }
        if (!isServer(uri)) {
            throw new IllegalArgumentException("the URI of Redis is " + URI_FORM);
        }
    }

    /** The defaults, with a Redis and a prefix of one's own. */
    public static RedisConfig of(URI uri, String keyPrefix) {
        return new RedisConfig(
                uri,
                Optional.empty(),
                keyPrefix,
                DEFAULT_TIMEOUT,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_RECONNECT_MIN,
                DEFAULT_RECONNECT_MAX);
    }

    /** Empty where no Redis is named. */
    public static Optional<RedisConfig> read(ConfigReader reader) {
        Optional<URI> uri = reader.optionalUri("redis.uri", "redis", "rediss");
        uri.filter(given -> !isServer(given)).ifPresent(given -> reader.problem("redis.uri", hidden(given), URI_FORM));
        Optional<Secret> password = reader.optionalSecret("redis.password");
        String prefix = reader.string("redis.key-prefix", DEFAULT_KEY_PREFIX);
        Duration timeout =
                reader.duration("redis.timeout", DEFAULT_TIMEOUT, Duration.ofMillis(10), Duration.ofSeconds(5));
        Duration connect =
                reader.duration("redis.connect-timeout", DEFAULT_CONNECT_TIMEOUT, Duration.ofMillis(100), ONE_MINUTE);
        Duration min = reader.duration("redis.reconnect.min", DEFAULT_RECONNECT_MIN, Duration.ofMillis(10), ONE_MINUTE);
        Duration max = reader.duration(
                "redis.reconnect.max", DEFAULT_RECONNECT_MAX, Duration.ofMillis(10), Duration.ofMinutes(10));
        if (max.compareTo(min) < 0) {
            reader.problem("redis.reconnect.max", max.toString(), "not under redis.reconnect.min (" + min + ")");
            max = min;
        }
        Duration most = max;
        return uri.filter(RedisConfig::isServer)
                .map(given -> new RedisConfig(given, password, prefix, timeout, connect, min, most));
    }

    /** Where Redis is, without user and password. */
    public String address() {
        return hidden(uri);
    }

    /** The user of the URI, where it names one. */
    Optional<String> user() {
        return Optional.ofNullable(uri.getUserInfo())
                .map(info -> info.split(":", 2)[0])
                .filter(user -> !user.isEmpty());
    }

    private static String hidden(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + Objects.requireNonNullElse(uri.getRawPath(), "");
    }

    private static boolean isServer(URI uri) {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        return DATABASE.matcher(path).matches() && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    @Override
    public String toString() {
        return "RedisConfig[" + address() + ", keyPrefix=" + keyPrefix + "]";
    }
}
