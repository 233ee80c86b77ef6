package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.load.BenchClients;
import dev.gatehouse.benchmarks.load.Wrk;
import dev.gatehouse.benchmarks.system.Backend;
import dev.gatehouse.benchmarks.system.BenchBroker;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;

/** What both gateways use: a broker, an auth service of this build, and the echo responder. */
record PairSystem(BenchBroker broker, HttpPeer http, Wrk wrk) {
    /** Starts all of it. The container closes it again, also after a failure. */
    static PairSystem start(Path home, BenchFiles files, Container container) {
        Backend backend = Backend.start(home, files, container);
        backend.echo();
        Wrk wrk = new Wrk(home.resolve("benchmarks").resolve("wrk").resolve("load.lua"));
        return new PairSystem(backend.broker(), backend.http(), wrk);
    }

    /** What wrk sends; the accounts are registered by way of a gateway that ends again. */
    BenchClients clients(Build build, BenchFiles files) {
        try (Gateway gateway = Gateway.start(build, this)) {
            return BenchClients.register(http, gateway.url(), files);
        }
    }
}
