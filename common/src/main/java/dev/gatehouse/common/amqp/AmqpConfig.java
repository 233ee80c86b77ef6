package dev.gatehouse.common.amqp;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach the broker.
 *
 * @param uri {@code amqp://user:password@host:port/vhost}, or {@code amqps} for TLS with the host's name checked
 * @param password wins over the one in the URI
 * @param heartbeat a connection silent for two of these is given up
 * @param connectTimeout bounds the TCP connect, and again the AMQP handshake
 * @param operationTimeout bounds each declaration and other exchange of question and answer with the broker
 * @param reconnectMin the wait before the first try to connect again
 * @param reconnectMax what the doubling wait grows to
 */
public record AmqpConfig(
        URI uri,
        Optional<Secret> password,
        Duration heartbeat,
        Duration connectTimeout,
        Duration operationTimeout,
        Duration reconnectMin,
        Duration reconnectMax) {
    public static final URI DEFAULT_URI = URI.create("amqp://127.0.0.1:5672");
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RECONNECT_MIN = Duration.ofMillis(100);
    public static final Duration DEFAULT_RECONNECT_MAX = Duration.ofSeconds(5);

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    public AmqpConfig {
        if (reconnectMin.isNegative() || reconnectMin.isZero() || reconnectMax.compareTo(reconnectMin) < 0) {
            throw new IllegalArgumentException("reconnect waits are positive, the least not over the most");
        }
    }

    /** The defaults, with a broker of one's own. */
    public static AmqpConfig of(URI uri) {
        return new AmqpConfig(
                uri,
                Optional.empty(),
                DEFAULT_HEARTBEAT,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_OPERATION_TIMEOUT,
                DEFAULT_RECONNECT_MIN,
                DEFAULT_RECONNECT_MAX);
    }

    public static AmqpConfig read(ConfigReader reader) {
        URI uri = reader.uri("amqp.uri", DEFAULT_URI, "amqp", "amqps");
        if (!isBroker(uri)) {
            reader.problem("amqp.uri", hidden(uri), "amqp://user:password@host:port/vhost, the vhost one segment");
            uri = DEFAULT_URI;
        }
        Optional<Secret> password = reader.optionalSecret("amqp.password");
        Duration heartbeat =
                reader.duration("amqp.heartbeat", DEFAULT_HEARTBEAT, Duration.ofSeconds(1), Duration.ofMinutes(5));
        Duration connect =
                reader.duration("amqp.connect-timeout", DEFAULT_CONNECT_TIMEOUT, Duration.ofMillis(100), ONE_MINUTE);
        Duration operation = reader.duration(
                "amqp.operation-timeout", DEFAULT_OPERATION_TIMEOUT, Duration.ofMillis(100), ONE_MINUTE);
        Duration min = reader.duration("amqp.reconnect.min", DEFAULT_RECONNECT_MIN, Duration.ofMillis(10), ONE_MINUTE);
        Duration max = reader.duration(
                "amqp.reconnect.max", DEFAULT_RECONNECT_MAX, Duration.ofMillis(10), Duration.ofMinutes(10));
        if (max.compareTo(min) < 0) {
            reader.problem("amqp.reconnect.max", max.toString(), "not under amqp.reconnect.min (" + min + ")");
            max = min;
        }
        return new AmqpConfig(uri, password, heartbeat, connect, operation, min, max);
    }

    /** Where the broker is, without user, password or query. */
    public String address() {
        return hidden(uri);
    }

    private static String hidden(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + Objects.requireNonNullElse(uri.getRawPath(), "");
    }

    private static boolean isBroker(URI uri) {
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        String user = Objects.requireNonNullElse(uri.getRawUserInfo(), "");
        return path.lastIndexOf('/') <= 0 && user.indexOf(':') == user.lastIndexOf(':');
    }

    @Override
    public String toString() {
        return "AmqpConfig[" + address() + ", heartbeat=" + heartbeat + "]";
    }
}
