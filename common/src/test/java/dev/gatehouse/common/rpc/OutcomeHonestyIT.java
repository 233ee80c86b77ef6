package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.Calls.Ended;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a call that is said not to have been executed never was, however badly the network behaves. */
@Timeout(90)
class OutcomeHonestyIT {
    private static final int CALLERS = 24;
    private static final int CUTS = 30;
    private static final Duration TIMEOUT = Duration.ofMillis(800);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    /** How often each request was executed. */
    private final Map<String, AtomicInteger> executed = new ConcurrentHashMap<>();

    private final AtomicInteger sequence = new AtomicInteger();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

    private record Sample(String id, Ended ended) {}

    @Test
    void noCallThatIsSaidNotToBeExecutedEverWasWhileTheNetworkIsCutAtRandom() throws Exception {
        long seed = System.nanoTime();
        try (RpcHarness rpc = new RpcHarness(BROKER);
                TcpProxy callers = TcpProxy.to(BROKER.host(), BROKER.port());
                TcpProxy servers = TcpProxy.to(BROKER.host(), BROKER.port())) {
            AmqpConnections serving = rpc.connections(BROKER.uriThrough(servers), "test-server");
            rpc.server(RpcServerConfig.defaults(), serving, List.of(rpc.operation("count", (context, request) -> {
                executed.computeIfAbsent(request.text(), id -> new AtomicInteger())
                        .incrementAndGet();
                return request;
            })));
            AmqpConnections calling = rpc.connections(BROKER.uriThrough(callers), "test-client");
            RpcClient client = rpc.client(new RpcClientConfig(TIMEOUT, 16), calling);
            RpcHarness.awaitReady(serving);
            RpcHarness.awaitReady(calling);

            load(rpc, client, () -> misbehave(new Random(seed), callers, servers));

            RpcHarness.awaitReady(serving);
            RpcHarness.awaitReady(calling);
            awaitQuiet(rpc);
            assertHonest(seed);
        }
    }

    /** The broker delivers again what a lost server has not acknowledged, and that server may have executed it. */
    @Test
    void aRequestThatIsRefusedWhenItIsDeliveredAgainMayHaveBeenExecutedBefore() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (RpcHarness rpc = new RpcHarness(BROKER);
                TcpProxy servers = TcpProxy.to(BROKER.host(), BROKER.port())) {
            AmqpConnections serving = rpc.connections(BROKER.uriThrough(servers), "test-server");
            rpc.server(RpcServerConfig.defaults(), serving, List.of(rpc.operation("count", (context, request) -> {
                if (deliveries.incrementAndGet() > 1) {
                    throw ServiceException.overloaded("Busy.", Duration.ofSeconds(1));
                }
                underWay.countDown();
                awaitUninterruptibly(release);
                return request;
            })));
            RpcHarness.awaitReady(serving);
            RpcClient client = rpc.client();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Text> call = threads.submit(() -> client.call(rpc.method("count"), new Text("x")));
                underWay.await();

                servers.cut();

                assertThatThrownBy(call::get).cause().isInstanceOfSatisfying(ServiceException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(failure.outcome()).contains(Outcome.UNKNOWN);
                    assertThat(failure.retryAfter()).isPresent();
                });
                release.countDown();
            }
        }
        assertThat(deliveries).hasValue(2);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load(RpcHarness rpc, RpcClient client, Runnable faults) throws Exception {
        Thread network = Thread.ofVirtual().name("test-network").start(faults);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Calls calls = new Calls(rpc, client)) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                loads.add(threads.submit(() -> {
                    while (network.isAlive()) {
                        callOnce(rpc, calls);
                    }
                }));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        }
    }

    private void callOnce(RpcHarness rpc, Calls calls) {
        String id = "call " + sequence.incrementAndGet();
        byte[] body = ("{\"text\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        Ended ended = calls.call(rpc.request("count", body, TIMEOUT));
        samples.add(new Sample(id, ended));
        if (!ended.succeeded()) {
            // A client that is refused does not come back at once.
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private static void misbehave(Random random, TcpProxy callers, TcpProxy servers) {
        for (int i = 0; i < CUTS; i++) {
            LockSupport.parkNanos(Duration.ofMillis(40 + random.nextInt(200)).toNanos());
            TcpProxy proxy = random.nextInt(3) == 0 ? servers : callers;
            switch (random.nextInt(4)) {
                case 0 -> {
                    proxy.stall();
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(150)).toNanos());
                    proxy.cut();
                    proxy.heal();
                }
                case 1 -> {
                    proxy.refuse();
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(60)).toNanos());
                    proxy.heal();
                }
                default -> proxy.cut();
            }
        }
    }

    /** Whatever still waits in the queue is executed, or has expired. */
    private static void awaitQuiet(RpcHarness rpc) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (var connection = BROKER.connect("test-look")) {
                return connection
                                .createChannel()
                                .queueDeclarePassive(rpc.queue())
                                .getMessageCount()
                        == 0;
            }
        });
        try (Calls calls = new Calls(rpc, rpc.client())) {
            await().until(() -> calls.call("count", TIMEOUT).succeeded());
        }
    }

    private void assertHonest(long seed) {
        List<Sample> lies = samples.stream()
                .filter(sample -> sample.ended().isNotExecuted() && executed.containsKey(sample.id()))
                .toList();
        assertThat(lies).as("said not to be executed, but were; seed %d", seed).isEmpty();
        assertThat(samples.stream().filter(sample -> sample.ended().succeeded()))
                .as("successes")
                .hasSizeGreaterThan(CUTS)
                .allSatisfy(sample -> assertThat(executed).containsKey(sample.id()));
        assertThat(samples.stream().filter(sample -> sample.ended().isNotExecuted()))
                .as("not executed")
                .isNotEmpty();
        assertThat(samples.stream()
                        .filter(sample ->
                                !sample.ended().succeeded() && !sample.ended().isNotExecuted()))
                .as("unknown")
                .isNotEmpty();
        assertThat(samples)
                .allSatisfy(sample -> assertThat(sample.ended().took()).isLessThan(TIMEOUT.plusSeconds(1)));
    }
}
