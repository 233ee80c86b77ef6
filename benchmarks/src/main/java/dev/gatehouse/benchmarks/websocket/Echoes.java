package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.load.MeasuredProcess;
import dev.gatehouse.benchmarks.load.Sample;
import dev.gatehouse.benchmarks.load.Wrk;
import dev.gatehouse.benchmarks.peer.EchoService;
import dev.gatehouse.benchmarks.system.BenchFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same echo over WebSocket and over HTTP, in turns. Confined to the thread that runs the fleet. */
final class Echoes {
    static final int CONNECTIONS = 100;

    private static final List<Integer> IN_FLIGHT = List.of(1, 8);
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
     * One round, by how many echoes are in flight for each of the WebSocket connections. Over HTTP there is a connection for each echo in flight.
     */
    record Round(SortedMap<Integer, Sample> sockets, SortedMap<Integer, Sample> http) {
        Round {
            sockets = Collections.unmodifiableSortedMap(new TreeMap<>(sockets));
            http = Collections.unmodifiableSortedMap(new TreeMap<>(http));
        }
    }

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
        SortedMap<Integer, Sample> http = new TreeMap<>();
        for (int inFlight : IN_FLIGHT) {
            sockets.put(inFlight, gateway.during(() -> new EchoCommands(fleet, inFlight).run(time)));
            int seconds = (int) time.toSeconds();
            http.put(inFlight, gateway.during(() -> wrk.run(target, CONNECTIONS * inFlight, seconds)));
            fleet.serveReady();
        }
        return new Round(sockets, http);
    }
}
