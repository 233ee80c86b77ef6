package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.load.MeasuredProcess;
import dev.gatehouse.benchmarks.load.Wrk;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The benchmark of WebSocket sessions: starts everything, measures part by part, and prints the tables. */
public final class WebSocketBenchmark {
    private static final int MOST_SESSIONS = 2_000;
    private static final int LEAST_SESSIONS = 500;
    private static final int MOST_FOR_PUSHES = 10_000;
    private static final int REVOKED_SESSIONS = 200;
    private static final int BROADCASTS_A_ROUND = 4;
    private static final List<Integer> PUSH_STAGES = List.of(10_000, 1_000, 100);

    private final WebSocketOptions options;
    private final WebSocketSystem system;
    private final SocketFleet fleet;
    private final BenchFiles files;
    private final List<Login> lasting;
    private final List<Login> passing;

    private WebSocketBenchmark(
            WebSocketOptions options, WebSocketSystem system, SocketFleet fleet, BenchFiles files, List<Login> logins) {
        this.options = options;
        this.system = system;
        this.fleet = fleet;
        this.files = files;
        this.lasting = logins.subList(0, logins.size() - REVOKED_SESSIONS);
        this.passing = logins.subList(logins.size() - REVOKED_SESSIONS, logins.size());
    }

    /**
     * Runs it.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static void run(WebSocketOptions options) throws IOException {
        if (options.parts().contains(Part.ECHO)) {
            Wrk.require();
        }
        try (Container container = new Container("bench-websocket")) {
            container.closeOnShutdown();
            BenchFiles files = container.own("files", BenchFiles.make(options.home(), "bench"));
            say("starting the services");
            WebSocketSystem system = WebSocketSystem.start(options.home(), files, container);
            int sessions = Math.clamp(options.connections(), LEAST_SESSIONS, MOST_SESSIONS) + REVOKED_SESSIONS;
            say("making " + sessions + " sessions");
            List<Login> logins = Login.make(system, sessions);
            SocketFleet fleet = container.own("fleet", new SocketFleet(system.port()));
            WebSocketReport report = new WebSocketBenchmark(options, system, fleet, files, logins).measure(container);
            System.out.println(report.text());
            write(options.home(), report);
        }
    }

    private WebSocketReport measure(Container container) {
        Path logs = options.home().resolve("benchmarks").resolve("target");
        Crowd crowd = new Crowd(system, fleet, lasting, logs);
        List<Crowd.Idle> idle = measures(Part.IDLE) ? idle(crowd) : List.of();
        PushPublisher publisher = container.own("publisher", new PushPublisher(system.amqpUri()));
        List<Double> broadcasts = measures(Part.BROADCAST) ? broadcasts(crowd, publisher) : List.of();
        int reached = fleet.sockets().size();
        List<Crowd.PushCost> pushes = measures(Part.PUSH) ? pushes(crowd, publisher) : List.of();
        fleet.shrink(0);
        return new WebSocketReport(
                WebSocketReport.thisMachine(),
                idle,
                reached,
                broadcasts,
                pushes,
                measures(Part.ECHO) ? echoes(container) : List.of(),
                measures(Part.REVOCATION) ? Optional.of(revocations()) : Optional.empty());
    }

    private boolean measures(Part part) {
        boolean isAsked = options.parts().contains(part);
        if (isAsked) {
            say("measuring " + part.title());
        }
        return isAsked;
    }

    private List<Echoes.Round> echoes(Container container) {
        MeasuredProcess gateway = container.own("gateway-allocation", new MeasuredProcess(system.gateway()));
        return new Echoes(system, fleet, gateway, files, lasting.getFirst(), options.home())
                .run(lasting, options.rounds(), options.seconds());
    }

    private List<Crowd.Idle> idle(Crowd crowd) {
        List<Crowd.Idle> stages = new ArrayList<>(List.of(crowd.empty()));
        for (int connections : options.stages()) {
            stages.add(crowd.stage(connections));
            say(connections + " are connected");
        }
        return stages;
    }

    private List<Double> broadcasts(Crowd crowd, PushPublisher publisher) {
        int sessions = Math.min(options.connections(), MOST_FOR_PUSHES);
        fleet.shrink(sessions);
        crowd.grow(sessions);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < options.rounds() * BROADCASTS_A_ROUND; i++) {
            millis.add(crowd.broadcast(publisher));
        }
        return millis;
    }

    private List<Crowd.PushCost> pushes(Crowd crowd, PushPublisher publisher) {
        List<Crowd.PushCost> costs = new ArrayList<>();
        for (int sessions : PUSH_STAGES) {
            if (sessions <= options.connections()) {
                fleet.shrink(sessions);
                crowd.grow(sessions);
                if (costs.isEmpty()) {
                    // To warm up.
                    crowd.pushAll(publisher);
                }
                costs.addFirst(crowd.pushes(publisher));
            }
        }
        return costs;
    }

    private Revocations.Result revocations() {
        return new Revocations(system, fleet).run(passing);
    }

    private static void write(Path home, WebSocketReport report) throws IOException {
        Path file = home.resolve("benchmarks").resolve("target").resolve("websocket.json");
        Files.write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        say("written to " + file);
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
