package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The system while the network to its broker, or to its database, is cut under load. */
final class SystemFaultIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final int CLIENTS = 16;
    /** The timeout of a request, and what the slowest machine may need on top of it. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5 + 3);

    @TempDir
    static Path dir;

    private static TcpProxy broker;
    private static TcpProxy database;
    private static RunningSystem system;
    private static Client client;
    private static String token;

    /** One request under load: how it was answered, and how long that took. */
    private record Sample(int status, String errorCode, Duration took) {}

    @BeforeAll
    static void start() throws Exception {
        broker = TcpProxy.to(BROKER.host(), BROKER.port());
        database = TcpProxy.to(DATABASE.host(), DATABASE.port());
        system = new RunningSystem(
                dir,
                "[]",
                Map.of(
                        "amqp.uri", BROKER.uriThrough(broker).toString(),
                        "database.url", DATABASE.jdbcUrlThrough(database),
                        "database.username", DATABASE.username(),
                        "database.password", DATABASE.password()));
        client = new Client(system.url());
        assertThat(client.register("load").status()).isEqualTo(201);
        token = client.login("load").text("access_token");
    }

    @AfterAll
    static void stop() {
        client.close();
        system.close();
        broker.close();
        database.close();
    }

    @Test
    void everyRequestIsAnsweredWhileTheBrokerIsGoneAndTheSystemHeals() throws Exception {
        assertSurvives(broker, Set.of("rpc.unavailable", "rpc.timeout"));
    }

    @Test
    void everyRequestIsAnsweredWhileTheDatabaseIsGoneAndTheSystemHeals() throws Exception {
        assertSurvives(database, Set.of("common.unavailable"));
    }

    private static void assertSurvives(TcpProxy cut, Set<String> codes) throws Exception {
        Collection<Sample> samples = new ConcurrentLinkedQueue<>();
        AtomicBoolean loading = new AtomicBoolean(true);
        List<Future<Void>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> load(loading, samples)));
                }
                awaitSample(samples, 200);
                cut.refuse();
                system.awaitReady(false);
                awaitSample(samples, 503);
                cut.heal();
                system.awaitReady(true);
                awaitSuccessAgain();
            } finally {
                loading.set(false);
            }
        }
        for (Future<Void> one : clients) {
            one.get();
        }
        assertThat(samples).hasSizeGreaterThan(CLIENTS).allSatisfy(sample -> {
            assertThat(sample.took()).isLessThan(ANSWER_LIMIT);
            if (sample.status() != 200) {
                assertThat(sample.errorCode()).isIn(codes);
            }
        });
    }

    private static Void load(AtomicBoolean loading, Collection<Sample> samples) throws Exception {
        while (loading.get()) {
            long began = System.nanoTime();
            Answer answer = client.get("/v1/auth/me", token);
            samples.add(new Sample(answer.status(), answer.errorCode(), Duration.ofNanos(System.nanoTime() - began)));
        }
        return null;
    }

    private static void awaitSample(Collection<Sample> samples, int status) {
        Awaitility.await("an answer " + status)
                .atMost(Duration.ofSeconds(20))
                .until(() -> samples.stream().anyMatch(sample -> sample.status() == status));
    }

    private static void awaitSuccessAgain() {
        Awaitility.await("success after the return")
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.get("/v1/auth/me", token).status() == 200);
    }
}
