package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.load.BenchClients;
import dev.gatehouse.benchmarks.load.Wrk;
import dev.gatehouse.benchmarks.peer.Load;
import dev.gatehouse.benchmarks.system.LiveHeap;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.ProcessUsage;
import dev.gatehouse.common.lifecycle.Container;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two fresh gateways, measured in turn. Confined to the benchmark's main thread. */
final class Pair {
    private static final int CALLERS = 64;
    private static final int SETTLE_MILLIS = 500;

    private final PairOptions options;
    private final PairSystem system;
    private final BenchClients clients;

    Pair(PairOptions options, PairSystem system, BenchClients clients) {
        this.options = options;
        this.system = system;
        this.clients = clients;
    }

    /**
     * Measures both builds.
     *
     * @param builds in the order in which they are started and measured
     */
    Map<Build, Map<Measure, Double>> run(List<Build> builds) {
        try (Container container = new Container("pair")) {
            List<Gateway> gateways = builds.stream()
                    .map(build -> container.own(build.title(), Gateway.start(build, system)))
                    .toList();
            Map<Build, Map<Measure, Double>> results = new LinkedHashMap<>();
            for (Measure measure : Measure.values()) {
                if (options.measures().contains(measure)) {
                    for (Gateway gateway : gateways) {
                        results.computeIfAbsent(gateway.build(), _ -> new EnumMap<>(Measure.class))
                                .put(measure, measured(measure, gateway));
                    }
                }
            }
            return results;
        }
    }

    private double measured(Measure measure, Gateway gateway) {
        return switch (measure) {
            case START -> gateway.startMillis();
            case ECHO, HELLO, SECURE -> cpu(gateway, target(measure, gateway));
            case IDLE -> idle(gateway, false);
            case IDLE_HTTP2 -> idle(gateway, true);
        };
    }

    private Wrk.Target target(Measure measure, Gateway gateway) {
        String url = gateway.url() + "/v1/bench/" + measure.title();
        return switch (measure) {
            case ECHO ->
                new Wrk.Target(
                        url, "POST", clients.echo().toString(), clients.token().toString());
            case SECURE ->
                new Wrk.Target(url, "GET", Wrk.NOTHING, clients.token().toString());
            default -> new Wrk.Target(url, "GET", Wrk.NOTHING, Wrk.NOTHING);
        };
    }

    private double cpu(Gateway gateway, Wrk.Target target) {
        system.wrk().run(target, CALLERS, options.warmUp());
        Pauses.millis(SETTLE_MILLIS);
        long pid = gateway.process().pid();
        long before = ProcessUsage.cpuMicros(pid);
        Load load = system.wrk().run(target, CALLERS, options.seconds());
        if (load.errors() > 0 || load.requests() == 0) {
            throw new LoadException(
                    "%d of %d requests to %s have failed".formatted(load.errors(), load.requests(), target.url()));
        }
        return (ProcessUsage.cpuMicros(pid) - before) / (double) load.requests();
    }

    private double idle(Gateway gateway, boolean http2) {
        Path histogram = gateway.build().files().directory().resolve("heap.txt");
        IdleConnections.open(gateway.port(), options.connections() / 10, http2).close();
        Pauses.millis(SETTLE_MILLIS);
        long before = LiveHeap.of(gateway.process(), histogram);
        try (IdleConnections _ = IdleConnections.open(gateway.port(), options.connections(), http2)) {
            Pauses.millis(SETTLE_MILLIS);
            return (LiveHeap.of(gateway.process(), histogram) - before) / (double) options.connections();
        }
    }
}
