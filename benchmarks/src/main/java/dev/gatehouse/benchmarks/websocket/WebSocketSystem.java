package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.system.Backend;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;
import java.util.Map;

/**
 * What runs during the benchmark: the two services and the echo responder, each a process of its own.
 *
 * @param port of the gateway
 * @param amqpUri the broker's
 */
record WebSocketSystem(ServerProcess gateway, int port, String amqpUri, HttpPeer http) {
    /** Bounds that would end the benchmark, and are no part of what is measured. */
    private static final Map<String, String> UNBOUNDED = Map.of(
            "GATEHOUSE_SERVER_MAX_CONNECTIONS", "1000000",
            "GATEHOUSE_WEBSOCKET_MAX_CONNECTIONS", "1000000",
            "GATEHOUSE_WEBSOCKET_MAX_CONNECTIONS_PER_ACCOUNT", "1000000",
            "GATEHOUSE_WEBSOCKET_FRAME_RATE_LIMIT", "1000000",
            "GATEHOUSE_WEBSOCKET_FRAME_RATE_BURST", "1000000");
    /** Thousands of logins come before what is measured, in which no password is checked. */
    private static final Map<String, String> CHEAP_PASSWORDS =
            Map.of("GATEHOUSE_PASSWORD_MEMORY", "8MiB", "GATEHOUSE_PASSWORD_ITERATIONS", "1");

    /** Starts all of it. The container closes it again, also after a failure. */
    static WebSocketSystem start(Path home, BenchFiles files, Container container) {
        Backend backend = Backend.start(home, files, container, CHEAP_PASSWORDS);
        int port = Ports.free();
        ServerProcess gateway = backend.gateway(port, UNBOUNDED);
        backend.echo();
        return new WebSocketSystem(gateway, port, backend.broker().uri(), backend.http());
    }

    /** Without a slash at its end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }
}
