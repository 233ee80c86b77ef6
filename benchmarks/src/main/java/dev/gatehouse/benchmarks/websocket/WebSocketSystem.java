package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.peer.EchoResponder;
import dev.gatehouse.benchmarks.system.BenchBroker;
import dev.gatehouse.benchmarks.system.BenchDatabase;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.PeerProcess;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
import dev.gatehouse.benchmarks.system.Services;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
        BenchBroker broker = container.own("broker", BenchBroker.open());
        BenchDatabase database =
                container.own("database", BenchDatabase.open(files.directory().resolve("database")));
        HttpPeer http = container.own("http", new HttpPeer());
        Services services = new Services(home, files, files.directory());
        int authAdmin = Ports.free();
        Map<String, String> authSettings = new HashMap<>(CHEAP_PASSWORDS);
        authSettings.putAll(Map.of(
                "GATEHOUSE_AMQP_URI", broker.uri(),
                "GATEHOUSE_DATABASE_URL", database.jdbcUrl(),
                "GATEHOUSE_DATABASE_USERNAME", database.username(),
                "GATEHOUSE_DATABASE_PASSWORD", database.password(),
                "GATEHOUSE_TOKENS_ACCESS_LIFETIME", "PT24H",
                "GATEHOUSE_ADMIN_PORT", Integer.toString(authAdmin)));
        ServerProcess auth = container.own("auth-service", services.authService("auth-service", authSettings));
        http.awaitReady(auth, authAdmin);
        int port = Ports.free();
        int gatewayAdmin = Ports.free();
        Map<String, String> gatewaySettings = new HashMap<>(UNBOUNDED);
        gatewaySettings.putAll(Map.of(
                "GATEHOUSE_AMQP_URI", broker.uri(),
                "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                "GATEHOUSE_ADMIN_PORT", Integer.toString(gatewayAdmin)));
        ServerProcess gateway = container.own("gateway", services.gateway(gatewaySettings));
        http.awaitReady(gateway, gatewayAdmin);
        PeerProcess echo = PeerProcess.start(
                "echo", files.log("echo"), services.jar("benchmarks"), EchoResponder.class, List.of(broker.uri()));
        container.own("echo", echo).answer();
        return new WebSocketSystem(gateway, port, broker.uri(), http);
    }

    /** Without a slash at its end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }
}
