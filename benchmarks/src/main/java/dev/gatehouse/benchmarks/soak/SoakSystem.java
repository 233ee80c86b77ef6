package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
import dev.gatehouse.benchmarks.system.Services;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that runs during the soak.
 *
 * @param gatewayLink to the broker
 * @param databaseLink from the auth services
 * @param gatewayUrl without a slash at its end
 */
record SoakSystem(
        OwnBroker broker,
        OwnDatabase database,
        Link gatewayLink,
        Link databaseLink,
        List<AuthInstance> authServices,
        ServerProcess gateway,
        String gatewayUrl,
        HttpPeer http,
        RecordingEcho echo,
        EventCollector events) {
    private static final int AUTH_SERVICES = 2;

    /** Starts all of it. The container closes it again, also after a failure. */
    static SoakSystem start(Path home, BenchFiles files, Path logs, Container container) {
        Services services = new Services(home, files, logs);
        OwnBroker broker = container.own(
                "broker", OwnBroker.launch(files.directory().resolve("broker"), logs.resolve("broker.log")));
        OwnDatabase database =
                container.own("database", OwnDatabase.start(files.directory().resolve("database")));
        broker.awaitUp();
        EventCollector events = container.own("events", EventCollector.start(broker.uri()));
        RecordingEcho echo = container.own("echo", RecordingEcho.start(broker.uri()));
        Link databaseLink = container.own("database-link", Link.to(database.jdbcUrl()));
        Link gatewayLink = container.own("gateway-link", Link.to(broker.port()));
        HttpPeer http = container.own("http", new HttpPeer());
        List<AuthInstance> authServices = new ArrayList<>();
        for (int i = 1; i <= AUTH_SERVICES; i++) {
            String name = "auth-service-" + i;
            AuthInstance instance = container.own(name, authService(name, services, broker, database, databaseLink));
            // One at a time: the first makes the tables.
            instance.awaitReady(http);
            authServices.add(instance);
        }
        int port = Ports.free();
        int admin = Ports.free();
        ServerProcess gateway = container.own(
                "gateway",
                services.gateway(Map.of(
                        "GATEHOUSE_AMQP_URI", OwnBroker.uri(gatewayLink.port()),
                        // Full after the warm-up already, so that what grows later is none of its.
                        "GATEHOUSE_TOKENS_CACHE_SIZE", "200",
                        "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                        "GATEHOUSE_ADMIN_PORT", Integer.toString(admin))));
        http.awaitReady(gateway, admin);
        String url = "http://127.0.0.1:" + port;
        return new SoakSystem(
                broker,
                database,
                gatewayLink,
                databaseLink,
                List.copyOf(authServices),
                gateway,
                url,
                http,
                echo,
                events);
    }

    private static AuthInstance authService(
            String name, Services services, OwnBroker broker, OwnDatabase database, Link databaseLink) {
        int admin = Ports.free();
        Link link = Link.to(broker.port());
        Map<String, String> settings = Map.of(
                "GATEHOUSE_AMQP_URI", OwnBroker.uri(link.port()),
                "GATEHOUSE_DATABASE_URL", databaseLink.through(database.jdbcUrl()),
                "GATEHOUSE_DATABASE_USERNAME", database.username(),
                "GATEHOUSE_DATABASE_PASSWORD", database.password(),
                // Hashing is not what is looked at here, and the machine may be small.
                "GATEHOUSE_PASSWORD_MEMORY", "8MiB",
                "GATEHOUSE_PASSWORD_ITERATIONS", "1",
                // So that tokens of ended sessions are refused for that alone.
                "GATEHOUSE_TOKENS_ACCESS_LIFETIME", "PT24H",
                "GATEHOUSE_ADMIN_PORT", Integer.toString(admin));
        return new AuthInstance(() -> services.authService(name, settings), admin, link);
    }
}
