package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.wire.Http1Limits;
import dev.gatehouse.gateway.http2.Http2Bounds;
import dev.gatehouse.gateway.http2.Http2Limits;
import dev.gatehouse.gateway.quota.ClientMemoryConfig;
import java.time.Duration;

/**
 * The HTTP server.
 *
 * @param host the address to listen on; loopback by default, because without TLS the gateway speaks clear HTTP: open it knowingly, with
 *     TLS on, behind a proxy that ends TLS, or in a container
 * @param port 0 lets the system choose one
 * @param limits what a client may ask of it
 * @param idleTimeout between two requests of a connection, up to the end of the request line
 * @param shutdownGrace how long requests under way may take to finish when the gateway stops
 */
public record HttpConfig(
        String host,
        int port,
        Limits limits,
        Http2Bounds http2,
        ClientMemoryConfig clientMemory,
        Duration idleTimeout,
        Duration shutdownGrace) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(10);
    /** So that a process ends before the 30 seconds are over that orchestrators give it by default. */
    private static final Duration MAX_SHUTDOWN_GRACE = Duration.ofSeconds(15);

    /**
     * Bounds on size and number.
     *
     * @param requestLine of a request
     * @param headers the header section of a request
     * @param maxBody the largest body that a route may allow
     * @param connections over it, connections wait to be accepted
     */
    public record Limits(ByteSize requestLine, ByteSize headers, ByteSize maxBody, int connections) {
        public static final Limits DEFAULT =
                new Limits(ByteSize.ofKiB(8), ByteSize.ofKiB(16), ByteSize.ofMiB(1), 20_000);
        /** Headers of a request, and of its trailers. */
        public static final int MAX_FIELDS = 200;

        Http1Limits http1() {
            return new Http1Limits(
                    requestLine.toInt(),
                    headers.toInt(),
                    MAX_FIELDS,
                    maxBody.bytes() + RequestBody.MAX_DISCARDED_BYTES);
        }

        Http2Limits http2() {
            Http1Limits limits = http1();
            return new Http2Limits(limits.headerBytes(), limits.fields(), limits.bodyBytes());
        }

        static Limits read(ConfigReader reader) {
            return new Limits(
                    reader.size("server.max-request-line", DEFAULT.requestLine, ByteSize.ofKiB(1), ByteSize.ofKiB(64)),
                    reader.size("server.max-headers", DEFAULT.headers, ByteSize.ofKiB(1), ByteSize.ofKiB(256)),
                    reader.size("server.max-body-size", DEFAULT.maxBody, ByteSize.ofKiB(1), ByteSize.ofMiB(64)),
                    reader.integer("server.max-connections", DEFAULT.connections, 1, 1_000_000));
        }
    }

    public static HttpConfig read(ConfigReader reader) {
        return new HttpConfig(
                reader.host("server.host", DEFAULT_HOST),
                reader.port("server.port", DEFAULT_PORT),
                Limits.read(reader),
                Http2Bounds.read(reader),
                ClientMemoryConfig.read(reader),
                reader.duration(
                        "server.idle-timeout", DEFAULT_IDLE_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(10)),
                reader.duration("server.shutdown-grace", DEFAULT_SHUTDOWN_GRACE, Duration.ZERO, MAX_SHUTDOWN_GRACE));
    }
}
