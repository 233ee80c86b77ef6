package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.load.BenchClients;
import dev.gatehouse.benchmarks.load.Wrk;
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
import java.util.List;
import java.util.Map;

/** What both gateways use: a broker, an auth service of this build, and the echo responder. */
record PairSystem(BenchBroker broker, HttpPeer http, Wrk wrk) {
    /** Starts all of it. The container closes it again, also after a failure. */
    static PairSystem start(Path home, BenchFiles files, Container container) {
        BenchBroker broker = container.own("broker", BenchBroker.open());
        BenchDatabase database =
                container.own("database", BenchDatabase.open(files.directory().resolve("database")));
        HttpPeer http = container.own("http", new HttpPeer());
        Services services = new Services(home, files, files.directory());
        int admin = Ports.free();
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
                                "GATEHOUSE_ADMIN_PORT", Integer.toString(admin))));
        http.awaitReady(auth, admin);
        PeerProcess echo = PeerProcess.start(
                "echo", files.log("echo"), services.jar("benchmarks"), EchoResponder.class, List.of(broker.uri()));
        container.own("echo", echo).answer();
        Wrk wrk = new Wrk(home.resolve("benchmarks").resolve("wrk").resolve("load.lua"));
        return new PairSystem(broker, http, wrk);
    }

    /** What wrk sends; the accounts are registered by way of a gateway that ends again. */
    BenchClients clients(Build build, BenchFiles files) {
        try (Gateway gateway = Gateway.start(build, this)) {
            return BenchClients.register(http, gateway.url(), files);
        }
    }
}
