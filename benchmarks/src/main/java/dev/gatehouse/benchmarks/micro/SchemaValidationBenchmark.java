package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.schema.JsonSchema;
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
import tools.jackson.databind.JsonNode;

/** The validation of a registration: a good one, and one with three mistakes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SchemaValidationBenchmark {
    private final JsonSchema schema = JsonSchema.ofResource("schemas/auth/register.json");
    private final JsonNode good = Json.mapper()
            .readTree(
                    "{\"username\":\"ada.lovelace\",\"email\":\"ada@example.com\",\"password\":\"a long walk by the sea\"}");
    private final JsonNode bad =
            Json.mapper().readTree("{\"username\":\"-\",\"email\":\"nobody\",\"colour\":\"green\"}");

    public SchemaValidationBenchmark() {
        if (!schema.violations(good).isEmpty() || schema.violations(bad).isEmpty()) {
            throw new IllegalStateException("good and bad are not told apart");
        }
    }

    @Benchmark
    public Object valid() {
        return schema.violations(good);
    }

    @Benchmark
    public Object invalid() {
        return schema.violations(bad);
    }
}
