package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.Calls.Ended;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a caller's deadline binds everybody who works for it. */
@Timeout(60)
class DeadlineIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final RpcHarness front = new RpcHarness(BROKER);
    private final RpcHarness back = new RpcHarness(BROKER);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        release.countDown();
        front.close();
        back.close();
    }

    private Text hang(Text request) {
        handled.incrementAndGet();
        try {
            if (!release.await(40, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten the handler");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return request;
    }

    @Test
    void aServiceThatCallsOnPassesOnWhatIsLeftAndNoMore() {
        AtomicReference<Instant> first = new AtomicReference<>();
        AtomicReference<Instant> second = new AtomicReference<>();
        back.server(back.operation("work", (context, request) -> {
            second.set(context.deadline().at());
            return request;
        }));
        RpcClient onward = back.client();
        front.server(front.operation("ask", (context, request) -> {
            first.set(context.deadline().at());
            return onward.call(back.method("work"), request, LONG, context.deadline());
        }));

        try (Calls calls = new Calls(front, front.client())) {
            assertThat(calls.call("ask", Duration.ofSeconds(3)).succeeded()).isTrue();
        }

        // To the millisecond in which the next request is made.
        assertThat(second.get()).isBetween(first.get(), first.get().plusMillis(50));
    }

    @Test
    void theSecondHopEndsInTimeForTheFirstToAnswer() throws Exception {
        AtomicReference<ServiceException> onwardFailure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        back.server(back.operation("hang", (context, request) -> hang(request)));
        RpcClient onward = back.client();
        front.server(front.operation("ask", (context, request) -> {
            try {
                return onward.call(back.method("hang"), request, LONG, context.deadline());
            } catch (ServiceException e) {
                onwardFailure.set(e);
                ended.countDown();
                throw e;
            }
        }));

        RpcClient client = front.client();
        long began = System.nanoTime();

        // Whichever comes first, the end of the wait or the first hop's answer that its own wait has ended.
        assertThatThrownBy(() -> client.call(
                        front.method("ask"),
                        new Text("x"),
                        LONG,
                        Deadline.after(Duration.ofMillis(500), InstantSource.system())))
                .isInstanceOfSatisfying(ServiceException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
                    assertThat(failure.outcome()).contains(Outcome.UNKNOWN);
                });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        assertThat(ended.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(onwardFailure.get().code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
    }

    @Test
    void nothingIsSentOnWhereNothingIsLeft() {
        back.server(back.operation("hang", (context, request) -> hang(request)));
        RpcClient onward = back.client();
        Deadline passed = new Deadline(Instant.now().minusMillis(1));

        AtomicReference<ServiceException> failure = new AtomicReference<>();
        assertThatThrownBy(() -> onward.call(back.request("hang", LONG), passed))
                .isInstanceOfSatisfying(ServiceException.class, failure::set);

        assertThat(failure.get().code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
        assertThat(failure.get().outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(onward.inFlight()).isZero();
        assertThat(handled).hasValue(0);
    }

    @Test
    void aRequestWhoseCallerGaveUpWhileItWaitedForAPermitIsNotBegun() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(BROKER.host(), BROKER.port())) {
            AmqpConnections serving = back.connections(BROKER.uriThrough(proxy), "test-server");
            RpcServerConfig oneAtATime =
                    new RpcServerConfig(LONG, 100, 1, ByteSize.ofKiB(64), LONG, Duration.ofSeconds(1));
            RpcServer server = back.server(
                    oneAtATime, serving, List.of(back.operation("hang", (context, request) -> hang(request))));
            RpcHarness.awaitReady(serving);
            try (Calls calls = new Calls(back, back.client())) {
                Future<Ended> call = calls.begin("hang", Duration.ofSeconds(2));
                await().until(() -> handled.get() == 1);
                // The only permit is taken by the first delivery; the second one waits for it.
                proxy.cut();
                assertThat(call.get().code()).contains(ErrorCode.RPC_TIMEOUT);
                // The deadline that travels was taken a moment after the caller began to wait.
                Instant passed = Instant.now().plusMillis(100);
                await().until(() -> Instant.now().isAfter(passed));

                release.countDown();

                await().atMost(AT_ONCE).until(() -> server.expired() == 1);
            }
            assertThat(handled).hasValue(1);
        }
    }
}
