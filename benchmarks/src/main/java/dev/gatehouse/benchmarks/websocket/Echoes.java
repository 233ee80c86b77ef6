package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.load.MeasuredProcess;
import dev.gatehouse.benchmarks.load.Sample;
import dev.gatehouse.benchmarks.load.Wrk;
import dev.gatehouse.benchmarks.peer.EchoService;
import dev.gatehouse.benchmarks.system.BenchFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same echo over WebSocket and over HTTP, in turns. Confined to the thread that runs the fleet. */
final class Echoes {
    private static final int CONNECTIONS = 100;
    private static final List<Integer> IN_FLIGHT = List.of(8, 2, 1);
    private static final Duration WARM_UP = Duration.ofSeconds(12);

    private final SocketFleet fleet;
    private final MeasuredProcess gateway;
    private final Wrk wrk;
    private final Wrk.Target target;

    /** @param login whose token wrk sends */
    Echoes(
            WebSocketSystem system,
            SocketFleet fleet,
            MeasuredProcess gateway,
            BenchFiles files,
            Login login,
            Path home) {
        this.fleet = fleet;
        this.gateway = gateway;
        this.wrk = new Wrk(home.resolve("benchmarks").resolve("wrk").resolve("load.lua"));
        this.target = new Wrk.Target(
                system.url() + "/v1/bench/echo",
                "POST",
                files.write("echo", List.of(EchoService.REQUEST)).toString(),
                files.write("token", List.of(login.accessToken())).toString());
    }

    /**
     * One round.
     *
     * @param sockets over WebSocket, by how many commands each connection has in flight
     * @param http one request in flight for each connection
     */
    record Round(SortedMap<Integer, Sample> sockets, Sample http) {}

    List<Round> run(List<Login> logins, int rounds, int seconds) {
        fleet.connect(
                logins.subList(0, CONNECTIONS).stream().map(Login::accessToken).toList());
        var _ = round(WARM_UP);
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            measured.add(round(Duration.ofSeconds(seconds)));
        }
        fleet.shrink(0);
        return measured;
    }

    private Round round(Duration time) {
        SortedMap<Integer, Sample> sockets = new TreeMap<>();
        for (int inFlight : IN_FLIGHT) {
            sockets.put(inFlight, gateway.during(() -> new EchoCommands(fleet, inFlight).run(time)));
        }
        Sample http = gateway.during(() -> wrk.run(target, CONNECTIONS, (int) time.toSeconds()));
        fleet.serveReady();
        return new Round(sockets, http);
    }
}
