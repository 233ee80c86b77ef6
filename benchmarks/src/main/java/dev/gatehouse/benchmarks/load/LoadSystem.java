package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.BareCaller;
import dev.gatehouse.benchmarks.peer.HelloServer;
import dev.gatehouse.benchmarks.system.Backend;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.PeerProcess;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
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
        Backend backend = Backend.start(home, files, container);
        int port = Ports.free();
        ServerProcess gateway = backend.gateway(port, Map.of());
        String broker = backend.broker().uri();
        PeerProcess caller = backend.peer("caller", BareCaller.class, List.of(broker));
        PeerProcess hello = backend.peer("hello", HelloServer.class, List.of());
        backend.echo();
        caller.answer();
        String helloUrl = "http://127.0.0.1:" + hello.answer();
        return new LoadSystem(
                gateway, "http://127.0.0.1:" + port, backend.authService(), caller, hello, helloUrl, backend.http());
    }
}
