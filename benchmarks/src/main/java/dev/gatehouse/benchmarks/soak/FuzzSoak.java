package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Services;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.embedded.EmbeddedBroker;
import dev.gatehouse.testkit.fuzz.FuzzReport;
import dev.gatehouse.testkit.fuzz.FuzzedGateway;
import dev.gatehouse.testkit.fuzz.Fuzzer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The fuzzer on demand: starts a gateway on an embedded broker, plays inputs, and prints what has been found. */
public final class FuzzSoak {
    private FuzzSoak() {}

    /**
     * Runs it. Returns whether nothing was found.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static boolean run(FuzzOptions options) throws IOException, InterruptedException {
        try (Container container = new Container("fuzz")) {
            container.closeOnShutdown();
            Path directory = Files.createTempDirectory("gatehouse-fuzz");
            BenchFiles files = container.own("files", new BenchFiles(directory));
            System.err.println("starting the gateway; seed " + options.plan().seed());
            EmbeddedBroker broker = container.own("broker", EmbeddedBroker.start(0, directory.resolve("broker")));
            FuzzedGateway gateway = container.own(
                    "gateway",
                    FuzzedGateway.start(
                            options.home(), classPath(options, files), broker.uri(), directory.resolve("gateway")));
            FuzzReport report = Fuzzer.run(options.plan(), gateway, finding -> System.err.println(finding));
            System.out.println(report.text());
            return report.isClean();
        } catch (IllegalStateException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String classPath(FuzzOptions options, BenchFiles files) {
        String jar = new Services(options.home(), files, files.directory())
                .jar("gateway")
                .toString();
        return options.classes()
                .map(classes -> classes + File.pathSeparator + jar)
                .orElse(jar);
    }
}
