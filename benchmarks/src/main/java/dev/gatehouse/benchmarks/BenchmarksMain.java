package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.edge.EdgeBenchmark;
import dev.gatehouse.benchmarks.edge.EdgeOptions;
import dev.gatehouse.benchmarks.load.LoadBenchmark;
import dev.gatehouse.benchmarks.load.LoadOptions;
import dev.gatehouse.benchmarks.micro.MicroBenchmarks;
import dev.gatehouse.benchmarks.pairs.PairBenchmark;
import dev.gatehouse.benchmarks.pairs.PairOptions;
import dev.gatehouse.benchmarks.reload.ReloadBenchmark;
import dev.gatehouse.benchmarks.reload.ReloadOptions;
import dev.gatehouse.benchmarks.soak.FuzzOptions;
import dev.gatehouse.benchmarks.soak.FuzzSoak;
import dev.gatehouse.benchmarks.soak.Soak;
import dev.gatehouse.benchmarks.soak.SoakOptions;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.websocket.WebSocketBenchmark;
import dev.gatehouse.benchmarks.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The benchmarks' process: {@code BenchmarksMain [--seconds N] [--rounds N]} for the load benchmark, {@code BenchmarksMain micro [JMH
 * OPTIONS]} for single pieces, {@code BenchmarksMain reload [OPTIONS]} for reloading under load, {@code BenchmarksMain websocket [OPTIONS]} for
 * WebSocket sessions, {@code BenchmarksMain pairs [OPTIONS]} for the comparison with another build, {@code BenchmarksMain edge [OPTIONS]}
 * for attacks, {@code BenchmarksMain soak [OPTIONS]} for the soak, and with {@code --fuzz} for the fuzzer.
 */
public final class BenchmarksMain {
    private static final String HOME = "gatehouse.home";

    private BenchmarksMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        if (args.length > 0 && args[0].equals("micro")) {
            MicroBenchmarks.run(home.resolve("benchmarks").resolve("target"), Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        try {
            if (args.length > 0 && args[0].equals("soak")) {
                List<String> options = Arrays.asList(args).subList(1, args.length);
                if (FuzzOptions.areMeant(options)) {
                    System.exit(FuzzSoak.run(FuzzOptions.parse(home, options)) ? 0 : 1);
                }
                System.exit(Soak.run(SoakOptions.parse(home, options)) ? 0 : 1);
            }
            if (args.length > 0 && args[0].equals("reload")) {
                List<String> options = Arrays.asList(args).subList(1, args.length);
                System.exit(ReloadBenchmark.run(ReloadOptions.parse(home, options)) ? 0 : 1);
            }
            if (args.length > 0 && args[0].equals("websocket")) {
                List<String> options = Arrays.asList(args).subList(1, args.length);
                WebSocketBenchmark.run(WebSocketOptions.parse(home, options));
                return;
            }
            if (args.length > 0 && args[0].equals("pairs")) {
                List<String> options = Arrays.asList(args).subList(1, args.length);
                PairBenchmark.run(PairOptions.parse(home, options));
                return;
            }
            if (args.length > 0 && args[0].equals("edge")) {
                List<String> options = Arrays.asList(args).subList(1, args.length);
                EdgeBenchmark.run(EdgeOptions.parse(home, options));
                return;
            }
            LoadBenchmark.run(LoadOptions.parse(home, Arrays.asList(args)));
        } catch (LoadException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
