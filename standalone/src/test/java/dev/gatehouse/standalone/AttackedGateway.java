package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.edge.Attack;
import dev.gatehouse.testkit.edge.AttackRoutes;
import dev.gatehouse.testkit.edge.Attacker;
import dev.gatehouse.testkit.edge.Prober;
import dev.gatehouse.testkit.edge.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway with a heap of 512 MiB that is attacked, while honest clients ask it all the time. After each attack it is asked what that has cost. Confined to
 * the test's thread.
 */
final class AttackedGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttackedGateway.class);

    private static final long MAX_HEAP_BYTES = 64L << 20;
    static final Duration MAX_PROCESSOR_TIME = Duration.ofSeconds(1);
    /** Far more than a request takes; the machine may be busy with other things. */
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(2);
    /** Three clients with so much between their requests ask about every 50 ms. */
    private static final Duration PROBE_PAUSE = Duration.ofMillis(150);
    /** Within which a connection has to end that is not slow. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private static final Duration QUIET_LIMIT = Duration.ofSeconds(10);

    /** Garbage counts as memory that is used, so there is not much room for it. What asks over JMX is refused by the filter that Helidon sets. */
    private static final List<String> JVM_OPTIONS = List.of(
            "@" + Path.of("..", "etc", "jvm.options"),
            "-Xmx512m",
            "-Xmn32m",
            "-Dhelidon.serialFilter.pattern=java.base/*;java.rmi/*;java.management/*");

    private final GatewayProcess process;
    private final URI admin;
    private final Target target;
    private final ProcessCounters counters;
    private final Prober prober;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts it.
     *
     * @param dir for files of its own
     * @param settings more than those of all attacks, by key
     * @param tls what clients trust, where it speaks TLS
     */
    AttackedGateway(Path dir, BrokerFixture broker, Map<String, String> settings, Optional<SSLContext> tls)
            throws IOException {
        Files.createDirectories(dir.resolve("routes"));
        Files.writeString(dir.resolve("routes").resolve("attacks.yaml"), AttackRoutes.yaml());
        Map<String, String> all = new HashMap<>(AttackRoutes.settings());
        all.put("log.levels", "gateway.access=warn");
        all.put("amqp.uri", broker.uri().toString());
        all.putAll(settings);
        process = GatewayProcess.start(dir, all, JVM_OPTIONS);
        try {
            target = new Target(process.awaitUrl().getPort(), tls);
            admin = process.awaitAdmin();
            counters = ProcessCounters.attach(process.pid());
            prober = Prober.start(target, PROBE_PAUSE, PROBE_DEADLINE);
            warmUp();
        } catch (IOException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** What is done for the first time, and once, is not the cost of an attack. */
    private void warmUp() {
        Awaitility.await("honest clients are served")
                .atMost(QUIET_LIMIT)
                .until(() -> prober.read().latencies().size() > 2);
        counters.liveHeapBytes();
        var _ = prober.read();
    }

    /** Plays one attack, and checks its end and its cost. */
    void withstand(Attack attack) throws Exception {
        withstand(List.of(attack), END_LIMIT, MAX_PROCESSOR_TIME);
    }

    /**
     * Plays attacks, all at once, and checks their ends and their cost together.
     *
     * @param limit within which all connections have to end
     * @param processorTime that the process may use
     */
    void withstand(List<Attack> attacks, Duration limit, Duration processorTime) throws Exception {
        long live = counters.liveHeapBytes();
        Duration begun = counters.processorTime();
        Map<Attack, String> wrong = play(attacks, new Attacker(target, limit));
        Duration took = counters.processorTime().minus(begun);
        long heap = counters.peakHeapBytes() - live;
        Prober.Reading reading = prober.read();
        LOG.info(
                "{}: {} MiB, {} ms of processors, {} probes, slowest {} ms",
                attacks.size() == 1 ? attacks.getFirst() : attacks.size() + " attacks",
                heap >> 20,
                took.toMillis(),
                reading.latencies().size(),
                reading.latencies().stream().mapToLong(Duration::toMillis).max().orElse(0));
        assertThat(process.isAlive()).as("the gateway lives").isTrue();
        assertThat(wrong).isEmpty();
        assertThat(reading.failures()).as("honest requests").isEmpty();
        assertThat(heap).as("bytes of heap").isLessThanOrEqualTo(MAX_HEAP_BYTES);
        assertThat(took).as("time of processors").isLessThanOrEqualTo(processorTime);
        assertNothingHangs();
    }

    private static Map<Attack, String> play(List<Attack> attacks, Attacker attacker) throws Exception {
        Map<Attack, String> wrong = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Attack, Future<Optional<String>>> played = new LinkedHashMap<>();
            attacks.forEach(attack -> played.put(attack, threads.submit(() -> attacker.play(attack))));
            for (Map.Entry<Attack, Future<Optional<String>>> one : played.entrySet()) {
                one.getValue().get().ifPresent(why -> wrong.put(one.getKey(), why));
            }
        }
        return wrong;
    }

    /** No thread is left that computes, and both ports answer. */
    private void assertNothingHangs() throws Exception {
        Awaitility.await("no virtual thread runs")
                .atMost(QUIET_LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> counters.mountedVirtualThreads() == 0);
        HttpRequest live = HttpRequest.newBuilder(admin.resolve("/health/live"))
                .timeout(PROBE_DEADLINE)
                .build();
        assertThat(http.send(live, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    /** What it has logged. */
    String printed() {
        return process.printed();
    }

    @Override
    public void close() throws IOException {
        prober.close();
        counters.close();
        http.close();
        process.close();
    }
}
