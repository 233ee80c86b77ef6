package dev.gatehouse.standalone;

import dev.gatehouse.auth.AuthContainer;
import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Gateways, each a process of its own, and one auth service, on one broker. Confined to the test's thread. */
final class GatewayCluster implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AuthContainer auth;

    /**
     * Starts them all, and waits until they serve.
     *
     * @param dir for files of its own
     * @param settings values by key, for the gateways
     */
    GatewayCluster(int number, Path dir, BrokerFixture broker, DatabaseFixture database, Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("amqp.uri", broker.uri().toString());
        for (int i = 0; i < number; i++) {
            gateways.add(GatewayProcess.start(dir.resolve("gateway-" + i), all));
        }
        auth = auth(dir.resolve("auth"), broker, database);
        auth.start();
        for (GatewayProcess gateway : gateways) {
            URI url = gateway.awaitUrl();
            urls.add(url);
            clients.add(new Client(url));
        }
        clients.forEach(GatewayCluster::awaitService);
    }

    private static AuthContainer auth(Path dir, BrokerFixture broker, DatabaseFixture database) throws IOException {
        RunningSystem.copy(Path.of("..", "etc"), dir);
        try (DataDirectory data = DataDirectory.open(dir.resolve("data"))) {
            Map<String, String> properties = Map.of(
                    // Many log in, and not to see how long a hash takes.
                    "gatehouse.password.memory", "8MiB",
                    "gatehouse.password.iterations", "1",
                    "gatehouse.keys.master-key-file", data.masterKeyFile().toString(),
                    "gatehouse.amqp.uri", broker.uri().toString(),
                    "gatehouse.database.url", database.jdbcUrl(),
                    "gatehouse.database.username", database.username(),
                    "gatehouse.database.password", database.password());
            ConfigReader reader =
                    new ConfigReader(ConfigSources.of(dir.resolve("auth-service.yaml"), Map.of(), properties));
            AuthProcessConfig config = AuthProcessConfig.read(reader);
            reader.finish();
            return new AuthContainer(config.auth(), new Health());
        }
    }

    /** A wrong token is only told from a right one by a gateway that has the keys and the revoked sessions. */
    private static void awaitService(Client client) {
        Awaitility.await("an answer of the auth service")
                .atMost(READY_LIMIT)
                .until(() -> client.refresh("none").status() == 401);
    }

    Client client(int gateway) {
        return clients.get(gateway);
    }

    GatewayProcess process(int gateway) {
        return gateways.get(gateway);
    }

    /** A session at a gateway; waits for a gateway that does not take any yet. */
    JdkPeer connect(int gateway, String accountId, String token) {
        return Awaitility.await("a session at gateway " + gateway)
                .atMost(READY_LIMIT)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> tryToConnect(gateway, accountId, token), peer -> true);
    }

    /** A session at a gateway; throws where that refuses it. */
    JdkPeer tryToConnect(int gateway, String accountId, String token) throws Exception {
        Visitor visitor = new Visitor("jdk", Visitor.socketUrl(urls.get(gateway)), accountId, token, token);
        return new JdkPeer(visitor, token);
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
        gateways.forEach(GatewayProcess::terminate);
        gateways.forEach(GatewayProcess::close);
        auth.close();
    }
}
