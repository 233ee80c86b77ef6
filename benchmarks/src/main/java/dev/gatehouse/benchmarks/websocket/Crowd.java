package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.system.LiveHeap;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.ProcessUsage;
import dev.gatehouse.benchmarks.system.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a gateway does with many sessions. Confined to the thread that runs the fleet. */
final class Crowd {
    private static final int WARM_UP_CONNECTIONS = 500;
    private static final int PUSHES = 20_000;
    /** As many pushes under way as the broker and the gateway work on without a pause. */
    private static final int PUSHES_UNDER_WAY = 1_000;

    private static final int PUSHES_AT_A_TIME = 50;
    private static final Duration SETTLE = Duration.ofSeconds(4);
    /** Longer than keys stay bound that nobody needs. */
    private static final Duration LEAVE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final WebSocketSystem system;
    private final SocketFleet fleet;
    private final List<Login> logins;
    private final Path logs;

    /** @param logins as many sessions as there are; where there are more connections, the first have several */
    Crowd(WebSocketSystem system, SocketFleet fleet, List<Login> logins, Path logs) {
        this.system = system;
        this.fleet = fleet;
        this.logins = List.copyOf(logins);
        this.logs = logs;
    }

    /**
     * The gateway with a number of connections that have nothing to do.
     *
     * @param perSecond how fast they came
     * @param residentBytes as they are
     * @param collectedBytes resident when the garbage has been collected
     * @param heapBytes of live objects
     * @param cpuPercent of one processor
     */
    record Idle(
            int connections,
            double perSecond,
            long residentBytes,
            long collectedBytes,
            long heapBytes,
            double cpuPercent) {
        /** Of a figure, what each connection has added to the gateway without any. */
        double share(long bytes, long bytesWithout) {
            return (bytes - bytesWithout) / (double) connections;
        }
    }

    /** The gateway without connections, when there have been some. */
    Idle empty() {
        grow(WARM_UP_CONNECTIONS);
        fleet.shrink(0);
        fleet.idle(LEAVE);
        return idle(0, 0);
    }

    /** Lets more clients in, and looks what that has cost. */
    Idle stage(int connections) {
        int before = fleet.sockets().size();
        long begun = System.nanoTime();
        grow(connections);
        double seconds = (System.nanoTime() - begun) / 1e9;
        return idle(connections, (connections - before) / seconds);
    }

    private Idle idle(int connections, double perSecond) {
        fleet.idle(SETTLE);
        ServerProcess gateway = system.gateway();
        double cpu = idleCpu();
        long resident = ProcessUsage.residentBytes(gateway.pid());
        long heap = LiveHeap.of(gateway, logs.resolve("heap-" + connections + ".txt"));
        // Memory is given back bit by bit.
        fleet.idle(SETTLE);
        fleet.requireAll();
        return new Idle(connections, perSecond, resident, ProcessUsage.residentBytes(gateway.pid()), heap, cpu * 100);
    }

    /** In processors. */
    private double idleCpu() {
        long pid = system.gateway().pid();
        long begun = System.nanoTime();
        long cpu = ProcessUsage.cpuMicros(pid);
        fleet.idle(LOOK);
        return (ProcessUsage.cpuMicros(pid) - cpu) * 1e3 / (System.nanoTime() - begun);
    }

    void grow(int connections) {
        List<String> tokens = new ArrayList<>();
        for (int i = fleet.sockets().size(); i < connections; i++) {
            tokens.add(logins.get(i % logins.size()).accessToken());
        }
        fleet.connect(tokens);
    }

    /** Milliseconds from the publishing of one push for all until the last client has it. */
    double broadcast(PushPublisher publisher) {
        ArrivedPushes arrived = new ArrivedPushes();
        fleet.listen(arrived);
        int all = fleet.sockets().size();
        long begun = System.nanoTime();
        publisher.push("broadcast");
        boolean complete = fleet.await(() -> arrived.count() == all, LIMIT);
        double millis = (System.nanoTime() - begun) / 1e6;
        fleet.listen(SocketListener.NONE);
        if (!complete) {
            throw new LoadException("a broadcast has reached %d of %d clients".formatted(arrived.count(), all));
        }
        return millis;
    }

    /**
     * What a push to one session costs.
     *
     * @param cpuMicros of the gateway for each, without what it uses when it is idle
     */
    record PushCost(int connections, double perSecond, double cpuMicros) {}

    PushCost pushes(PushPublisher publisher) {
        fleet.idle(SETTLE);
        double idle = idleCpu();
        long pid = system.gateway().pid();
        long cpu = ProcessUsage.cpuMicros(pid);
        double seconds = pushAll(publisher);
        double used = ProcessUsage.cpuMicros(pid) - cpu - idle * seconds * 1e6;
        return new PushCost(fleet.sockets().size(), PUSHES / seconds, used / PUSHES);
    }

    /** Pushes to one session after the other, and says after how many seconds all have arrived. */
    double pushAll(PushPublisher publisher) {
        ArrivedPushes arrived = new ArrivedPushes();
        fleet.listen(arrived);
        List<BenchSocket> sockets = fleet.sockets();
        long begun = System.nanoTime();
        for (int i = 0; i < PUSHES; i++) {
            publisher.push("connection." + sockets.get(i % sockets.size()).connectionId());
            int enough = i - PUSHES_UNDER_WAY;
            if (i % PUSHES_AT_A_TIME == 0 && !fleet.await(() -> arrived.count() >= enough, LIMIT)) {
                throw new LoadException("pushes do not arrive");
            }
        }
        boolean complete = fleet.await(() -> arrived.count() >= PUSHES, LIMIT);
        double seconds = (System.nanoTime() - begun) / 1e9;
        fleet.listen(SocketListener.NONE);
        if (!complete) {
            throw new LoadException("%d of %d pushes have arrived".formatted(arrived.count(), PUSHES));
        }
        return seconds;
    }
}
