package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.BareCaller;
import dev.gatehouse.benchmarks.peer.EchoResponder;
import dev.gatehouse.benchmarks.peer.HelloServer;
import dev.gatehouse.common.lifecycle.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that runs during the benchmark: the two services as processes of their own, and their peers.
 *
 * @param gatewayUrl without a slash at its end
 */
record LoadSystem(
        ServerProcess gateway,
        String gatewayUrl,
        ServerProcess authService,
        PeerProcess caller,
        PeerProcess hello,
        String helloUrl,
        HttpPeer http) {

    /** Starts all of it. The container closes it again, also after a failure. */
    static LoadSystem start(Path home, BenchFiles files, Container container) {
        BenchBroker broker = container.own("broker", BenchBroker.open());
        BenchDatabase database =
                container.own("database", BenchDatabase.open(files.directory().resolve("database")));
        HttpPeer http = container.own("http", new HttpPeer());
        int authAdmin = freePort();
        ServerProcess auth = container.own("auth-service", authService(home, files, broker, database, authAdmin));
        http.awaitReady(auth, authAdmin);
        int port = freePort();
        int gatewayAdmin = freePort();
        ServerProcess gateway = container.own("gateway", gateway(home, files, broker, port, gatewayAdmin));
        http.awaitReady(gateway, gatewayAdmin);
        Path peers = jar(home, "benchmarks");
        PeerProcess echo = container.own(
                "echo",
                PeerProcess.start("echo", files.log("echo"), peers, EchoResponder.class, List.of(broker.uri())));
        PeerProcess caller = container.own(
                "caller",
                PeerProcess.start("caller", files.log("caller"), peers, BareCaller.class, List.of(broker.uri())));
        PeerProcess hello = container.own(
                "hello", PeerProcess.start("hello", files.log("hello"), peers, HelloServer.class, List.of()));
        echo.answer();
        caller.answer();
        String helloUrl = "http://127.0.0.1:" + hello.answer();
        return new LoadSystem(gateway, "http://127.0.0.1:" + port, auth, caller, hello, helloUrl, http);
    }

    private static ServerProcess authService(
            Path home, BenchFiles files, BenchBroker broker, BenchDatabase database, int adminPort) {
        return ServerProcess.start(
                "auth-service",
                files.log("auth-service"),
                jar(home, "auth-service"),
                List.of(
                        "dev.gatehouse.auth.AuthMain",
                        "--config",
                        files.etc("auth-service.yaml").toString()),
                Map.of(
                        "GATEHOUSE_AMQP_URI", broker.uri(),
                        "GATEHOUSE_DATABASE_URL", database.jdbcUrl(),
                        "GATEHOUSE_DATABASE_USERNAME", database.username(),
                        "GATEHOUSE_DATABASE_PASSWORD", database.password(),
                        "GATEHOUSE_KEYS_MASTER_KEY_FILE",
                                files.directory().resolve("master.key").toString(),
                        "GATEHOUSE_TOKENS_ACCESS_LIFETIME", "PT24H",
                        "GATEHOUSE_ADMIN_PORT", Integer.toString(adminPort)));
    }

    private static ServerProcess gateway(Path home, BenchFiles files, BenchBroker broker, int port, int adminPort) {
        return ServerProcess.start(
                "gateway",
                files.log("gateway"),
                jar(home, "gateway"),
                List.of(
                        "dev.gatehouse.gateway.GatewayMain",
                        "--config",
                        files.etc("gateway.yaml").toString()),
                Map.of(
                        "GATEHOUSE_AMQP_URI", broker.uri(),
                        "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                        "GATEHOUSE_ADMIN_PORT", Integer.toString(adminPort)));
    }

    private static Path jar(Path home, String module) {
        Path target = home.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("gatehouse-" + module + "-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("there is no jar in " + target));
        } catch (IOException e) {
            throw new LoadException("there is no " + target + ": build first", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
