package dev.gatehouse.benchmarks.edge;

import dev.gatehouse.benchmarks.system.Backend;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.testkit.edge.Attack;
import dev.gatehouse.testkit.edge.AttackFamily;
import dev.gatehouse.testkit.edge.AttackRoutes;
import dev.gatehouse.testkit.edge.Attacker;
import dev.gatehouse.testkit.edge.Prober;
import dev.gatehouse.testkit.edge.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures how long honest clients wait for their answers while others attack, one family of attacks after the other. */
public final class EdgeBenchmark {
    private static final Duration PROBE_PAUSE = Duration.ofMillis(10);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(5);
    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final String QUIET = "none";

    private final EdgeOptions options;
    private final BenchFiles files;

    private EdgeBenchmark(EdgeOptions options, BenchFiles files) {
        this.options = options;
        this.files = files;
    }

    /**
     * Runs it and prints the report.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static void run(EdgeOptions options) {
        try (Container container = new Container("bench-edge")) {
            container.closeOnShutdown();
            BenchFiles files = container.own("files", BenchFiles.make(options.home(), "bench"));
            System.out.println(
                    new EdgeBenchmark(options, files).measure(container).text());
        } catch (IOException e) {
            throw new LoadException("the benchmark of attacks has failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    private EdgeReport measure(Container container) throws IOException, InterruptedException {
        Target target = Target.clear(startSystem(container));
        try (Prober prober = Prober.start(target, PROBE_PAUSE, PROBE_DEADLINE)) {
            Pauses.millis(WARM_UP.toMillis());
            var _ = prober.read();
            Pauses.millis(options.seconds() * 1_000L);
            EdgeReport.Row quiet = new EdgeReport.Row(QUIET, 0, 0, prober.read());
            List<EdgeReport.Row> attacked = new ArrayList<>();
            for (AttackFamily family : AttackFamily.values()) {
                attacked.add(attack(family, new Attacker(target, END_LIMIT), prober));
            }
            return new EdgeReport(quiet, attacked);
        }
    }

    private EdgeReport.Row attack(AttackFamily family, Attacker attacker, Prober prober)
            throws IOException, InterruptedException {
        var _ = prober.read();
        long until = System.nanoTime() + Duration.ofSeconds(options.seconds()).toNanos();
        int played = 0;
        int wrong = 0;
        while (System.nanoTime() - until < 0) {
            List<Attack> attacks = family.attacks();
            if (family == AttackFamily.SLOW) {
                wrong += playAtOnce(attacks, attacker);
                played += attacks.size();
            } else {
                for (int i = 0; i < attacks.size() && System.nanoTime() - until < 0; i++) {
                    wrong += attacker.play(attacks.get(i)).isPresent() ? 1 : 0;
                    played++;
                }
            }
        }
        return new EdgeReport.Row(family.toString(), played, wrong, prober.read());
    }

    private static int playAtOnce(List<Attack> attacks, Attacker attacker) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int wrong = 0;
            List<Future<Boolean>> played = new ArrayList<>();
            attacks.forEach(attack ->
                    played.add(threads.submit(() -> attacker.play(attack).isPresent())));
            for (Future<Boolean> one : played) {
                wrong += one.get() ? 1 : 0;
            }
            return wrong;
        } catch (ExecutionException e) {
            throw new LoadException("an attack could not be played: " + e.getCause(), e);
        }
    }

    /** Returns the gateway's port. */
    private int startSystem(Container container) throws IOException {
        Files.writeString(files.etc("routes/attacks.yaml"), AttackRoutes.yaml());
        Map<String, String> settings = new HashMap<>();
        AttackRoutes.settings().forEach((key, value) -> settings.put(variable(key), value));
        int port = Ports.free();
        Backend.start(options.home(), files, container).gateway(port, settings);
        return port;
    }

    private static String variable(String key) {
        return "GATEHOUSE_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
