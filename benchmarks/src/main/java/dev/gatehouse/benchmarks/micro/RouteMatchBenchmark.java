package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.gateway.route.RouteBounds;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteMatch;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.RouteTableLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The match of a request line with one path parameter, in a table of 10 routes and in one of 10,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteMatchBenchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String IN_FEW = "/v1/things7/0198a1de/parts";
    private static final String IN_MANY = "/v1/things7777/0198a1de/parts";

    private final RouteTable few = table(10);
    private final RouteTable many = table(10_000);

    public RouteMatchBenchmark() {
        if (!(few.match("GET", IN_FEW) instanceof RouteMatch.Found
                && many.match("GET", IN_MANY) instanceof RouteMatch.Found)) {
            throw new IllegalStateException("the path is not found");
        }
    }

    /** Loaded from a file, as the gateway does. */
    private static RouteTable table(int routes) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < routes; i++) {
            yaml.append(
                    "- name: things%1$d.get\n  http: GET /v1/things%1$d/{thing_id}/parts\n  rpc: core.things%1$d.rpc.get.v1\n"
                            .formatted(i));
        }
        try {
            return loaded(yaml.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteTable loaded(String yaml) throws IOException {
        Path directory = Files.createTempDirectory("gatehouse-routes");
        Path file = directory.resolve("things.yaml");
        try {
            Files.writeString(file, yaml);
            RouteBounds bounds =
                    new RouteBounds(TIMEOUT, RouteBounds.DEFAULT_BODY_LIMIT, RouteBounds.DEFAULT_BODY_LIMIT);
            return switch (new RouteTableLoader(directory, bounds).load()) {
                case RouteLoading.Loaded loaded -> loaded.table();
                case RouteLoading.Refused refused -> throw new IllegalStateException(refused.toString());
            };
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    @Benchmark
    public Object inFew() {
        return few.match("GET", IN_FEW);
    }

    @Benchmark
    public Object inMany() {
        return many.match("GET", IN_MANY);
    }
}
