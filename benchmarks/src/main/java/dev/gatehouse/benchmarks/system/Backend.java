package dev.gatehouse.benchmarks.system;

import dev.gatehouse.benchmarks.peer.EchoResponder;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gateway needs during a benchmark: a broker, and an auth service with its database.
 *
 * @param container closes all of it again, also after a failure
 */
public record Backend(
        BenchBroker broker, ServerProcess authService, Services services, HttpPeer http, Container container) {
    /** Starts all of it, with access tokens that outlast the benchmark. */
    public static Backend start(Path home, BenchFiles files, Container container) {
        return start(home, files, container, Map.of());
    }

    /**
     * As {@link #start(Path, BenchFiles, Container)}.
     *
     * @param settings more environment variables of the auth service
     */
    public static Backend start(Path home, BenchFiles files, Container container, Map<String, String> settings) {
        BenchBroker broker = container.own("broker", BenchBroker.open());
        BenchDatabase database =
                container.own("database", BenchDatabase.open(files.directory().resolve("database")));
        HttpPeer http = container.own("http", new HttpPeer());
        Services services = new Services(home, files, files.directory());
        int admin = Ports.free();
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of(
                "GATEHOUSE_AMQP_URI", broker.uri(),
                "GATEHOUSE_DATABASE_URL", database.jdbcUrl(),
                "GATEHOUSE_DATABASE_USERNAME", database.username(),
                "GATEHOUSE_DATABASE_PASSWORD", database.password(),
                "GATEHOUSE_TOKENS_ACCESS_LIFETIME", "PT24H",
                "GATEHOUSE_ADMIN_PORT", Integer.toString(admin)));
        ServerProcess auth = container.own("auth-service", services.authService("auth-service", all));
        http.awaitReady(auth, admin);
        return new Backend(broker, auth, services, http, container);
    }

    /**
     * Starts a gateway and waits until it is ready.
     *
     * @param settings more environment variables
     */
    public ServerProcess gateway(int port, Map<String, String> settings) {
        int admin = Ports.free();
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of(
                "GATEHOUSE_AMQP_URI", broker.uri(),
                "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                "GATEHOUSE_ADMIN_PORT", Integer.toString(admin)));
        ServerProcess gateway = container.own("gateway", services.gateway(all));
        http.awaitReady(gateway, admin);
        return gateway;
    }

    /** Starts the service that answers an echo with its request, and waits until it does. */
    public void echo() {
        peer("echo", EchoResponder.class, List.of(broker.uri())).answer();
    }

    /** Starts a peer of the benchmark's own. */
    public PeerProcess peer(String name, Class<?> main, List<String> arguments) {
        return container.own(
                name, PeerProcess.start(name, services.files().log(name), services.jar("benchmarks"), main, arguments));
    }
}
