package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.rpc.Calls.Ended;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What callers see while one of a client's two connections hangs: no byte comes through, and no end of the connection either. */
@Timeout(60)
class HalfOpenNetworkIT {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    /** Two heartbeats, and what a slow machine takes on top. */
    private static final Duration NOTICED = HEARTBEAT.multipliedBy(2).plusSeconds(2);

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final AtomicInteger handled = new AtomicInteger();
    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final TcpProxy proxy = TcpProxy.to(BROKER.host(), BROKER.port());
    private final AmqpConnections connections = rpc.connections(BROKER.uriThrough(proxy), "test-client", HEARTBEAT);
    private final RpcClient client = rpc.client(new RpcClientConfig(LONG, 512), connections);
    private final Calls calls = new Calls(rpc, client);

    @AfterEach
    void close() throws Exception {
        proxy.heal();
        calls.close();
        rpc.close();
        proxy.close();
    }

    private void serve() {
        rpc.server(rpc.operation("echo", (context, request) -> {
            handled.incrementAndGet();
            return request;
        }));
        RpcHarness.awaitReady(connections);
        assertThat(calls.call("echo", LONG).succeeded()).isTrue();
    }

    /** Timeouts, each in its time, until the link is given up; from then on calls end at once. */
    private void assertNoticedInTimeAndHealed() {
        long began = System.nanoTime();
        await().atMost(NOTICED).pollInterval(Duration.ofMillis(10)).until(() -> {
            Ended ended = calls.call("echo", TIMEOUT);
            assertThat(ended.took()).isLessThan(TIMEOUT.plus(AT_ONCE));
            if (ended.failedWith(ErrorCode.RPC_TIMEOUT)) {
                assertThat(ended.outcome()).contains(Outcome.UNKNOWN);
                return false;
            }
            assertThat(ended.code()).contains(ErrorCode.RPC_UNAVAILABLE);
            return true;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(TIMEOUT);
        await().atMost(AT_ONCE).until(() -> !connections.isReady());
        Ended later = calls.call("echo", LONG);
        assertThat(later.code()).contains(ErrorCode.RPC_UNAVAILABLE);
        assertThat(later.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(later.took()).isLessThan(AT_ONCE);

        proxy.heal();

        RpcHarness.awaitReady(connections);
        assertThat(calls.call("echo", LONG).succeeded()).isTrue();
    }

    @Test
    void whereRequestsDoNotGetOutCallsEndByTheirTimeoutsAndAtOnceAfterTwoHeartbeats() {
        serve();
        proxy.stall("test-client-publish");

        assertNoticedInTimeAndHealed();
    }

    @Test
    void whereRepliesDoNotComeInCallsEndByTheirTimeoutsAndAtOnceAfterTwoHeartbeats() {
        serve();
        int before = handled.get();
        proxy.stall("test-client-consume");

        assertNoticedInTimeAndHealed();

        // Which is why a timeout never says that nothing has been done.
        assertThat(handled.get()).isGreaterThan(before + 1);
    }

    @Test
    void aCallThatWaitsForLongEndsWithTheLinkAndNotWithItsTimeout() throws Exception {
        serve();
        proxy.stall();

        Ended ended = calls.begin("echo", LONG).get(NOTICED.toMillis(), TimeUnit.MILLISECONDS);

        assertThat(ended.code()).contains(ErrorCode.RPC_UNAVAILABLE);
        assertThat(ended.outcome()).contains(Outcome.UNKNOWN);
    }

    @Test
    void aWriterThatHangsInTheSocketKeepsNobodyFromClosing() throws Exception {
        serve();
        proxy.stall();
        byte[] large = ("{\"text\":\"" + "x".repeat(256 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        List<Future<Ended>> hanging = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hanging.add(calls.begin(rpc.request("echo", large, LONG)));
        }
        await().until(() -> client.inFlight() == 100);
        long began = System.nanoTime();

        client.close();
        connections.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        for (Future<Ended> call : hanging) {
            assertThat(call.get(1, TimeUnit.SECONDS).code()).contains(ErrorCode.RPC_UNAVAILABLE);
        }
    }
}
