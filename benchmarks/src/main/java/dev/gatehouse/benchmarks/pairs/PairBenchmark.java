package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.load.BenchClients;
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
import java.util.Map;

/**
 * Compares the gateway of this build with that of an older one: pair by pair two fresh processes, on the same broker and with the same auth
 * service, are measured in turn; who comes first alternates.
 */
public final class PairBenchmark {
    private PairBenchmark() {}

    /**
     * Runs it.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static void run(PairOptions options) throws IOException {
        Wrk.require();
        try (Container container = new Container("pairs")) {
            container.closeOnShutdown();
            Build now = build("new", options.home(), options.home(), container);
            Build old = build("old", options.old(), options.home(), container);
            say("starting the services");
            PairSystem system = PairSystem.start(options.home(), now.files(), container);
            BenchClients clients = system.clients(now, now.files());
            Pair pair = new Pair(options, system, clients);
            List<PairReport.Values> values = new ArrayList<>();
            for (int i = 1; i <= options.pairs(); i++) {
                Map<Build, Map<Measure, Double>> measured =
                        pair.run(i % 2 == 0 ? List.of(now, old) : List.of(old, now));
                PairReport.Values both = new PairReport.Values(
                        measured.getOrDefault(old, Map.of()), measured.getOrDefault(now, Map.of()));
                values.add(both);
                say("pair " + i + " of " + options.pairs() + ": old " + both.old() + ", new " + both.now());
            }
            PairReport report = PairReport.of(values);
            System.out.println(report.text());
            write(options.home(), report);
        }
    }

    private static Build build(String title, Path home, Path benchmarks, Container container) {
        return new Build(title, home, container.own("files-" + title, BenchFiles.make(home, benchmarks, "bench")));
    }

    private static void write(Path home, PairReport report) throws IOException {
        Path file = home.resolve("benchmarks").resolve("target").resolve("pairs.json");
        Files.write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        say("written to " + file);
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
