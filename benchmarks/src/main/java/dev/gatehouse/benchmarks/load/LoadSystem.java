package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.BareCaller;
import dev.gatehouse.benchmarks.peer.EchoResponder;
import dev.gatehouse.benchmarks.peer.HelloServer;
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
import java.util.List;
import java.util.Map;

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
        Services services = new Services(home, files, files.directory());
        int authAdmin = Ports.free();
        ServerProcess auth = container.own(
                "auth-service",
                services.authService(
                        "auth-service",
                        Map.of(
                                "GATEHOUSE_AMQP_URI", broker.uri(),
                                "GATEHOUSE_DATABASE_URL", database.jdbcUrl(),
                                "GATEHOUSE_DATABASE_USERNAME", database.username(),
                                "GATEHOUSE_DATABASE_PASSWORD", database.password(),
                                "GATEHOUSE_TOKENS_ACCESS_LIFETIME", "PT24H",
                                "GATEHOUSE_ADMIN_PORT", Integer.toString(authAdmin))));
        http.awaitReady(auth, authAdmin);
        int port = Ports.free();
        int gatewayAdmin = Ports.free();
        ServerProcess gateway = container.own(
                "gateway",
                services.gateway(Map.of(
                        "GATEHOUSE_AMQP_URI", broker.uri(),
                        "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                        "GATEHOUSE_ADMIN_PORT", Integer.toString(gatewayAdmin))));
        http.awaitReady(gateway, gatewayAdmin);
        Path peers = services.jar("benchmarks");
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
}
