package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.rpc.Calls.Ended;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What becomes of calls, clients and servers when a RabbitMQ node fails in its own ways. The node is the tests' own. */
@Tag("rabbitmq")
@Timeout(120)
class RabbitNodeIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration RESTARTED = Duration.ofSeconds(30);

    @RegisterExtension
    static final BrokerNode NODE = new BrokerNode();

    private final RpcHarness rpc = new RpcHarness(NODE);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch underWay = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        release.countDown();
        rpc.close();
    }

    private AmqpConnections serve() {
        // A long heartbeat, so that nothing heals because the link looks.
        AmqpConnections connections = rpc.connections(NODE.uri(), "test-server", LONG);
        rpc.server(
                RpcServerConfig.defaults(),
                connections,
                List.of(
                        rpc.operation("echo", (context, request) -> request),
                        rpc.operation("hang", (context, request) -> hang(request))));
        return connections;
    }

    private Text hang(Text request) {
        underWay.countDown();
        try {
            if (!release.await(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten the handler");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return request;
    }

    private void assertHeals(Calls calls, AmqpConnections... all) {
        for (AmqpConnections connections : all) {
            await().atMost(RESTARTED).pollInterval(Duration.ofMillis(20)).until(connections::isReady);
        }
        await().atMost(RESTARTED)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> calls.call("echo", LONG).succeeded());
    }

    private void assertACallUnderWayAndLaterOnesEndAtOnceWhile(Runnable ends) throws Exception {
        AmqpConnections serving = serve();
        AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
        try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
            assertHeals(calls, serving, calling);
            var hanging = calls.begin("hang", LONG);
            underWay.await();

            ends.run();

            Ended ended = hanging.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended.code()).contains(ErrorCode.RPC_UNAVAILABLE);
            assertThat(ended.outcome()).contains(Outcome.UNKNOWN);
            await().atMost(AT_ONCE).until(() -> !calling.isReady());
            Ended later = calls.call("echo", LONG);
            assertThat(later.code()).contains(ErrorCode.RPC_UNAVAILABLE);
            assertThat(later.outcome()).contains(Outcome.NOT_EXECUTED);
            assertThat(later.took()).isLessThan(AT_ONCE);

            NODE.start();

            release.countDown();
            assertHeals(calls, serving, calling);
        }
    }

    @Test
    void aKilledNodeEndsCallsUnderWayAtOnceAsUnknownAndLaterOnesAsNotExecutedAndAllHealsWithIt() throws Exception {
        assertACallUnderWayAndLaterOnesEndAtOnceWhile(NODE::kill);
    }

    @Test
    void aStoppedNodeEndsCallsUnderWayAtOnceAsUnknownAndLaterOnesAsNotExecutedAndAllHealsWithIt() throws Exception {
        assertACallUnderWayAndLaterOnesEndAtOnceWhile(NODE::stop);
    }

    @Test
    void connectionsThatTheBrokerClosesEndCallsUnderWayAtOnceAndAreMadeAgain() throws Exception {
        AmqpConnections serving = serve();
        AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
        try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
            assertHeals(calls, serving, calling);
            var hanging = calls.begin("hang", LONG);
            underWay.await();

            NODE.closeConnections();

            Ended ended = hanging.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended.code()).contains(ErrorCode.RPC_UNAVAILABLE);
            assertThat(ended.outcome()).contains(Outcome.UNKNOWN);
            release.countDown();
            assertHeals(calls, serving, calling);
        }
    }

    @Test
    void aQueueDeletedUnderItsConsumerIsConsumedAgainWithinSecondsBecauseTheBrokerCancels() throws Exception {
        AmqpConnections serving = serve();
        AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
        try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
            assertHeals(calls, serving, calling);
            long deleted = System.nanoTime();
            try (Connection admin = NODE.connect("test-admin")) {
                admin.createChannel().queueDelete(rpc.queue());
            }

            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                Ended ended = calls.call("echo", LONG);
                if (!ended.succeeded()) {
                    assertThat(ended.code()).contains(ErrorCode.RPC_UNAVAILABLE);
                    assertThat(ended.outcome()).contains(Outcome.NOT_EXECUTED);
                    assertThat(ended.took()).isLessThan(AT_ONCE);
                }
                return ended.succeeded();
            });
            assertThat(Duration.ofNanos(System.nanoTime() - deleted)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aQueueWithOtherArgumentsIsToldOnceCallsGoOnAndItHealsWhenTheQueueHasExpired() throws Exception {
        try (Connection admin = NODE.connect("test-admin")) {
            admin.createChannel().queueDeclare(rpc.queue(), true, false, false, Map.of("x-expires", 2000));
        }
        Logger log = (Logger) LoggerFactory.getLogger("dev.gatehouse.common.amqp.ConnectionLink");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            AmqpConnections serving = serve();
            AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
            try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
                RpcHarness.awaitReady(calling);
                assertThat(serving.isReady()).isFalse();
                Ended before = calls.call("echo", LONG);
                assertThat(before.code()).contains(ErrorCode.RPC_UNAVAILABLE);
                assertThat(before.outcome()).contains(Outcome.NOT_EXECUTED);

                assertHeals(calls, serving);
            }
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains(rpc.queue(), "PRECONDITION_FAILED", "inequivalent arg"));
    }

    @Test
    void duringAMemoryAlarmCallsAreRefusedAtOnceNothingIsReadyAndAllHealsWhenItEnds() throws Exception {
        AmqpConnections serving = serve();
        AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
        try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
            assertHeals(calls, serving, calling);
            var hanging = calls.begin("hang", LONG);
            underWay.await();
            NODE.beginMemoryAlarm();
            try {
                // The broker tells it to who publishes: what was written before that has to wait.
                await().atMost(AT_ONCE.multipliedBy(5)).until(() -> {
                    Ended ended = calls.call("echo", Duration.ofMillis(500));
                    assertThat(ended.took()).isLessThan(AT_ONCE);
                    if (ended.failedWith(ErrorCode.RPC_TIMEOUT)) {
                        assertThat(ended.outcome()).contains(Outcome.UNKNOWN);
                    }
                    return ended.failedWith(ErrorCode.OVERLOADED);
                });
                assertThat(calling.isReady()).isFalse();
                for (int i = 0; i < 20; i++) {
                    Ended ended = calls.call("echo", LONG);
                    assertThat(ended.code()).contains(ErrorCode.OVERLOADED);
                    assertThat(ended.outcome()).contains(Outcome.NOT_EXECUTED);
                    assertThat(ended.retryAfter()).isPresent();
                    assertThat(ended.took()).isLessThan(AT_ONCE);
                }
                release.countDown();
                await().atMost(AT_ONCE).until(() -> !serving.isReady());
            } finally {
                NODE.endMemoryAlarm();
            }
            assertThat(hanging.get(20, TimeUnit.SECONDS).succeeded()).isTrue();
            assertHeals(calls, serving, calling);
        }
    }

    @Test
    void aServerWithRepliesThatNobodyTakesClosesWithinItsLimits() throws Exception {
        AmqpConnections serving = rpc.connections(NODE.uri(), "test-server", LONG);
        String large = "x".repeat(256 * 1024);
        RpcServer server = rpc.server(
                RpcServerConfig.defaults(),
                serving,
                List.of(
                        rpc.operation("echo", (context, request) -> request),
                        rpc.operation("hang", (context, request) -> hang(new Text(large)))));
        AmqpConnections calling = rpc.connections(NODE.uri(), "test-client", LONG);
        try (Calls calls = new Calls(rpc, rpc.client(RpcClientConfig.defaults(), calling))) {
            assertHeals(calls, serving, calling);
            // More than the buffers on the way hold.
            List<Future<Ended>> hanging = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                hanging.add(calls.begin("hang", LONG));
            }
            underWay.await();
            assertThat(hanging).noneMatch(Future::isDone);
            NODE.beginMemoryAlarm();
            try {
                release.countDown();
                await().atMost(AT_ONCE.multipliedBy(5)).until(() -> !serving.isReady());
                long began = System.nanoTime();

                server.close();
                serving.close();

                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(2));
            } finally {
                NODE.endMemoryAlarm();
            }
        }
    }
}
