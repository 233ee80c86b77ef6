package dev.gatehouse.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the benchmarks of this package, with their allocation, and writes {@code micro.json}. Further arguments are JMH's own. */
public final class MicroBenchmarks {
    private MicroBenchmarks() {}

    public static void run(Path directory, String[] args) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of(
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                directory.resolve("micro.json").toString()));
        all.addAll(List.of("-jvmArgsAppend", "-XX:+UseCompactObjectHeaders"));
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
