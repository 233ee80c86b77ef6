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

/** The match of a request line, of a literal path and of one with a parameter, in a table of 10 routes and in one of 10,000, half of each kind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteMatchBenchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String LITERAL_IN_FEW = "/v1/things6/parts";
    private static final String LITERAL_IN_MANY = "/v1/things7776/parts";
    private static final String PARAMETER_IN_FEW = "/v1/things7/0198a1de/parts";
    private static final String PARAMETER_IN_MANY = "/v1/things7777/0198a1de/parts";

    private final RouteTable few = table(10);
    private final RouteTable many = table(10_000);

    public RouteMatchBenchmark() {
        if (!(found(few, LITERAL_IN_FEW)
                && found(few, PARAMETER_IN_FEW)
                && found(many, LITERAL_IN_MANY)
                && found(many, PARAMETER_IN_MANY))) {
            throw new IllegalStateException("a path is not found");
        }
    }

    private static boolean found(RouteTable table, String path) {
        return table.match("GET", path) instanceof RouteMatch.Found;
    }

    /** Loaded from a file, as the gateway does. */
    private static RouteTable table(int routes) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < routes; i++) {
            String path = i % 2 == 0 ? "/v1/things%d/parts" : "/v1/things%d/{thing_id}/parts";
            yaml.append("- name: things%1$d.get\n  http: GET %2$s\n  rpc: core.things%1$d.rpc.get.v1\n"
                    .formatted(i, path.formatted(i)));
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
    public Object literalInFew() {
        return few.match("GET", LITERAL_IN_FEW);
    }

    @Benchmark
    public Object literalInMany() {
        return many.match("GET", LITERAL_IN_MANY);
    }

    @Benchmark
    public Object parameterInFew() {
        return few.match("GET", PARAMETER_IN_FEW);
    }

    @Benchmark
    public Object parameterInMany() {
        return many.match("GET", PARAMETER_IN_MANY);
    }
}
