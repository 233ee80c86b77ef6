package dev.gatehouse.benchmarks.load;

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

/** The load benchmark: starts everything, measures round by round, prints the tables, and takes everything down again. */
public final class LoadBenchmark {
    private static final int WARM_UP_SECONDS = 20;

    private LoadBenchmark() {}

    /**
     * Runs it.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static void run(LoadOptions options) throws IOException {
        Wrk.require();
        try (Container container = new Container("bench")) {
            container.closeOnShutdown();
            BenchFiles files = container.own("files", BenchFiles.make(options.home(), "bench"));
            say("starting the services");
            LoadSystem system = LoadSystem.start(options.home(), files, container);
            BenchClients clients = BenchClients.register(system.http(), system.gatewayUrl(), files);
            Rounds.Measured measured = new Rounds.Measured(
                    container.own("gateway-allocation", new MeasuredProcess(system.gateway())),
                    container.own("caller-allocation", new MeasuredProcess(system.caller())),
                    container.own("hello-allocation", new MeasuredProcess(system.hello())));
            Wrk wrk =
                    new Wrk(options.home().resolve("benchmarks").resolve("wrk").resolve("load.lua"));
            LoadReport report = measure(options, new Rounds(system, clients, wrk, measured));
            System.out.println(report.text());
            write(options.home(), report);
        }
    }

    private static LoadReport measure(LoadOptions options, Rounds rounds) {
        say("warming up");
        rounds.run(options.workloads(), WARM_UP_SECONDS);
        List<Map<Workload, Sample>> samples = new ArrayList<>();
        for (int i = 1; i <= options.rounds(); i++) {
            say("round " + i + " of " + options.rounds());
            samples.add(rounds.run(options.workloads(), options.seconds()));
        }
        return LoadReport.of(options.seconds(), samples);
    }

    private static void write(Path home, LoadReport report) throws IOException {
        Path file = home.resolve("benchmarks").resolve("target").resolve("results.json");
        Files.write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        say("written to " + file);
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
