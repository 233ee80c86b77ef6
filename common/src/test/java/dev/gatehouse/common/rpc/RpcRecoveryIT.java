package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of calls, clients and servers when the network or the broker fails. */
@Timeout(90)
class RpcRecoveryIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final TcpProxy proxy = TcpProxy.to(BROKER.host(), BROKER.port());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        release.countDown();
        proxy.heal();
        rpc.close();
        proxy.close();
        threads.close();
    }

    private Text hang(Text request) {
        try {
            if (!release.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten the handler");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return request;
    }

    private AmqpConnections throughProxy(String name) {
        return rpc.connections(BROKER.uriThrough(proxy), name);
    }

    private RpcClient clientThroughProxy() {
        AmqpConnections connections = throughProxy("test-client");
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 64), connections);
        RpcHarness.awaitReady(connections);
        return client;
    }

    private static ServiceException failureOf(Future<?> call) {
        AtomicReference<ServiceException> failure = new AtomicReference<>();
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(ServiceException.class, failure::set);
        return failure.get();
    }

    /** Calls until it works; each failure on the way must be one that says that the broker or service is away. */
    private void awaitAnswer(RpcClient client) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    try {
                        return client.call(rpc.method("echo"), new Text("again"))
                                .equals(new Text("again"));
                    } catch (ServiceException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
                        return false;
                    }
                });
    }

    @Test
    void aCutConnectionFailsAllCallsThatWaitAndLaterCallsSucceed() throws Exception {
        CountDownLatch underWay = new CountDownLatch(20);
        rpc.server(rpc.operation("echo", (context, request) -> request), rpc.operation("hang", (context, request) -> {
            underWay.countDown();
            return hang(request);
        }));
        RpcClient client = clientThroughProxy();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(threads.submit(() -> client.call(rpc.request("hang", LONG))));
        }
        underWay.await();
        long cut = System.nanoTime();

        proxy.cut();

        for (Future<?> call : calls) {
            ServiceException failure = failureOf(call);
            assertThat(failure.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
            assertThat(failure.outcome()).contains(Outcome.UNKNOWN);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(AT_ONCE);
        awaitAnswer(client);
    }

    @Test
    void callsFailAtOnceWhileTheBrokerIsAway() {
        rpc.server(rpc.operation("echo", (context, request) -> request));
        AmqpConnections connections = throughProxy("test-client");
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 64), connections);
        RpcHarness.awaitReady(connections);
        proxy.refuse();
        await().until(() -> !connections.isReady());
        long began = System.nanoTime();

        ServiceException failure = org.junit.jupiter.api.Assertions.assertThrows(
                ServiceException.class, () -> client.call(rpc.request("echo", LONG)));

        assertThat(failure.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        proxy.heal();
        awaitAnswer(client);
        assertThat(connections.isReady()).isTrue();
    }

    @Test
    void clientAndServerStartBeforeTheBrokerDoes() {
        proxy.refuse();
        AmqpConnections serving = throughProxy("test-server");
        AmqpConnections calling = throughProxy("test-client");
        rpc.server(RpcServerConfig.defaults(), serving, List.of(rpc.operation("echo", (context, request) -> request)));
        RpcClient client = rpc.client(RpcClientConfig.defaults(), calling);
        assertThat(serving.isReady()).isFalse();
        assertThat(calling.isReady()).isFalse();

        proxy.heal();

        RpcHarness.awaitReady(serving);
        RpcHarness.awaitReady(calling);
        assertThat(client.call(rpc.method("echo"), new Text("x"))).isEqualTo(new Text("x"));
    }

    @Test
    void aRequestWhoseServerLostTheBrokerIsDeliveredAgainAndAnsweredOnce() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        AmqpConnections serving = throughProxy("test-server");
        rpc.server(RpcServerConfig.defaults(), serving, List.of(rpc.operation("echo", (context, request) -> {
            if (deliveries.incrementAndGet() == 1) {
                first.countDown();
                hang(request);
                return new Text("the reply of the first delivery");
            }
            return new Text("the reply of the second delivery");
        })));
        RpcHarness.awaitReady(serving);
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 64), rpc.connections("test-client"));
        awaitQueue(client);
        Future<Text> reply = threads.submit(() -> client.call(rpc.method("echo"), new Text("x")));
        first.await();

        proxy.cut();

        assertThat(reply.get()).isEqualTo(new Text("the reply of the second delivery"));
        release.countDown();
        RpcHarness.awaitReady(serving);
        assertThat(client.call(rpc.method("echo"), new Text("x")).text()).contains("second");
        assertThat(client.lateReplies()).isZero();
        assertThat(deliveries).hasValue(3);
    }

    private static void awaitQueue(RpcClient client) {
        await().until(() -> {
            try {
                client.call(new RpcRequest(
                        "core.nobody.rpc.none.v1",
                        new byte[0],
                        LONG,
                        java.util.Optional.empty(),
                        java.util.Optional.empty()));
                return false;
            } catch (ServiceException e) {
                return e.text().equals(ErrorCode.RPC_UNAVAILABLE.message());
            }
        });
    }

    /** A server that looks each second whether its queue is still there. */
    private void watchfulServer() {
        AmqpConnections serving = rpc.connections(BROKER.uri(), "test-server", Duration.ofSeconds(1));
        rpc.server(RpcServerConfig.defaults(), serving, List.of(rpc.operation("echo", (context, request) -> request)));
        RpcHarness.awaitReady(serving);
    }

    @Test
    void aQueueDeletedUnderTheServerIsDeclaredAndConsumedAgain() throws Exception {
        watchfulServer();
        RpcClient client = rpc.client();
        awaitAnswer(client);
        try (Connection connection = BROKER.connect("test-admin")) {
            connection.createChannel().queueDelete(rpc.queue());
        }

        awaitAnswer(client);
    }

    @Test
    void anExchangeDeletedUnderBothIsDeclaredAndBoundAgain() throws Exception {
        watchfulServer();
        RpcClient client = rpc.client();
        awaitAnswer(client);
        try (Connection connection = BROKER.connect("test-admin")) {
            connection.createChannel().exchangeDelete("core.rpc.v1");
        }

        awaitAnswer(client);
    }

    @Test
    void aQueueThatCannotBeDeclaredKeepsTheServerFromReadinessUntilItCan() throws Exception {
        try (Connection other = BROKER.connect("test-other")) {
            var channel = other.createChannel();
            channel.queueDeclare(rpc.queue(), false, true, true, Map.of());
            AmqpConnections serving = rpc.connections("test-server");
            rpc.server(
                    RpcServerConfig.defaults(), serving, List.of(rpc.operation("echo", (context, request) -> request)));
            await().during(Duration.ofMillis(500)).until(() -> !serving.isReady());

            channel.queueDelete(rpc.queue());

            RpcHarness.awaitReady(serving);
        }
        awaitAnswer(rpc.client());
    }

    @Test
    void onAHangingNetworkCallsEndWithTheirTimeouts() throws Exception {
        rpc.server(rpc.operation("echo", (context, request) -> request));
        AmqpConnections connections = rpc.connections(BROKER.uriThrough(proxy), "test-client", Duration.ofSeconds(60));
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 512), connections);
        RpcHarness.awaitReady(connections);
        proxy.stall();
        // Far more than the buffers on the way hold, so that the writer hangs in the socket.
        byte[] large =
                ("{\"text\":\"" + "x".repeat(256 * 1024) + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long began = System.nanoTime();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(threads.submit(() -> client.call(rpc.request("echo", large, Duration.ofSeconds(1)))));
        }

        List<Outcome> outcomes = new ArrayList<>();
        for (Future<?> call : calls) {
            ServiceException failure = failureOf(call);
            assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
            failure.outcome().ifPresent(outcomes::add);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(outcomes).contains(Outcome.UNKNOWN, Outcome.NOT_EXECUTED);
        proxy.heal();
        awaitAnswer(client);
    }

    @Test
    void aHangingConnectionIsGivenUpAfterTwoHeartbeats() {
        rpc.server(rpc.operation("echo", (context, request) -> request));
        AmqpConnections connections = rpc.connections(BROKER.uriThrough(proxy), "test-client", Duration.ofSeconds(1));
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 64), connections);
        RpcHarness.awaitReady(connections);

        proxy.stall();

        await().atMost(Duration.ofSeconds(10)).until(() -> !connections.isReady());
        proxy.heal();
        awaitAnswer(client);
    }
}
