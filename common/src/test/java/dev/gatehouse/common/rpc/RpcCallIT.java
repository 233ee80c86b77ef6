package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.testkit.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Timeout(60)
class RpcCallIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final CountDownLatch release = new CountDownLatch(1);
    private final RpcHarness rpc = new RpcHarness(BROKER);

    @AfterEach
    void close() throws Exception {
        release.countDown();
        rpc.close();
    }

    private Text hang(Text request) {
        try {
            if (!release.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten the handler");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return request;
    }

    private static ServiceException failureOf(ThrowingCallable call) {
        AtomicReference<ServiceException> failure = new AtomicReference<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, failure::set);
        return failure.get();
    }

    @Test
    void aCallReachesItsHandlerAndTheReplyItsCaller() {
        rpc.server(rpc.operation("echo", (context, request) -> new Text(request.text() + "!")));

        Text reply = rpc.client().call(rpc.method("echo"), new Text("hello"));

        assertThat(reply).isEqualTo(new Text("hello!"));
    }

    @Test
    void whatTheGatewayKnowsTravelsWithTheRequest() throws Exception {
        AtomicReference<RpcContext> seen = new AtomicReference<>();
        AtomicReference<RequestContext> context = new AtomicReference<>();
        rpc.server(rpc.operation("echo", (rpcContext, request) -> {
            seen.set(rpcContext);
            context.set(RequestContext.current().orElseThrow());
            return request;
        }));
        RpcClient client = rpc.client();
        var caller = new RpcContext.Caller(
                UUID.randomUUID(), UUID.randomUUID(), List.of("orders:read", "orders:write"), List.of("admin"));
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Instant before = Instant.now();

        RequestContext.accept(Optional.of("my-request"), Optional.of(trace))
                .call(() -> client.call(new RpcRequest(
                        rpc.method("echo").routingKey(),
                        "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8),
                        LONG,
                        Optional.of(caller),
                        Optional.of("203.0.113.9"))));

        assertThat(context.get()).isEqualTo(new RequestContext("my-request", Optional.of(trace)));
        assertThat(seen.get().caller()).contains(caller);
        assertThat(seen.get().clientIp()).contains("203.0.113.9");
        assertThat(UUID.fromString(seen.get().messageId().orElseThrow()).version())
                .isEqualTo(7);
        assertThat(seen.get().deadline().at())
                .isBetween(before.plus(LONG).minusMillis(1), Instant.now().plus(LONG));
    }

    @Test
    void everyRequestIsLoggedOnceUnderItsRequestId() throws Exception {
        rpc.server(rpc.operation("echo", (context, request) -> {
            if (request.text().equals("taken")) {
                throw ServiceException.of(ErrorCode.USER_EXISTS);
            }
            return request;
        }));
        RpcClient client = rpc.client();
        String key = rpc.method("echo").routingKey();
        var log = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("rpc.access");
        List<String> lines = new CopyOnWriteArrayList<>();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                lines.add(line.getMDCPropertyMap().get(RequestContext.MDC_KEY) + " "
                        + line.getFormattedMessage().replaceFirst("\\d+us$", "us"));
            }
        };
        appender.start();
        log.setLevel(Level.INFO);
        log.addAppender(appender);
        try {
            RequestContext.accept(Optional.of("good-one"), Optional.empty())
                    .call(() -> client.call(rpc.method("echo"), new Text("x")));
            failureOf(() -> RequestContext.accept(Optional.of("bad-one"), Optional.empty())
                    .call(() -> client.call(rpc.method("echo"), new Text("taken"))));

            await().atMost(AT_ONCE)
                    .untilAsserted(() -> assertThat(lines)
                            .containsExactly("good-one " + key + " ok us", "bad-one " + key + " auth.user_exists us"));
        } finally {
            log.detachAppender(appender);
            log.setLevel(null);
        }
    }

    @Test
    void twoHundredCallersAtOnceEachGetTheirOwnReply() throws Exception {
        rpc.server(rpc.operation("echo", (context, request) -> request));
        RpcClient client = rpc.client();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Text>> replies = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Text request = new Text("caller " + i);
                replies.add(callers.submit(() -> client.call(rpc.method("echo"), request)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(replies.get(i).get()).isEqualTo(new Text("caller " + i));
            }
        }
        assertThat(client.inFlight()).isZero();
        assertThat(client.lateReplies()).isZero();
    }

    @Test
    void aCallThatNoQueueIsBoundForFailsAtOnce() {
        RpcClient client = rpc.client();
        long began = System.nanoTime();

        ServiceException failure = failureOf(() -> client.call(rpc.request("echo", LONG)));

        assertThat(failure.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }

    @Test
    void aCallWithoutReplyTimesOutAndItsLateReplyIsDropped() {
        rpc.server(rpc.operation("hang", (context, request) -> hang(request)));
        RpcClient client = rpc.client();
        long began = System.nanoTime();

        ServiceException failure = failureOf(() -> client.call(rpc.request("hang", Duration.ofMillis(300))));

        assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
        assertThat(failure.outcome()).contains(Outcome.UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(300), AT_ONCE);
        release.countDown();
        await().until(() -> client.lateReplies() == 1);
    }

    @Test
    void aServicesOwnFailureComesBackAsItWas() {
        rpc.server(
                rpc.operation("taken", (context, request) -> {
                    throw ServiceException.of(ErrorCode.USER_EXISTS, "Taken.");
                }),
                rpc.operation("busy", (context, request) -> {
                    throw ServiceException.overloaded("Busy.", Duration.ofSeconds(7));
                }));
        RpcClient client = rpc.client();

        ServiceException taken = failureOf(() -> client.call(rpc.method("taken"), new Text("x")));
        ServiceException busy = failureOf(() -> client.call(rpc.method("busy"), new Text("x")));

        assertThat(taken.code()).isEqualTo(ErrorCode.USER_EXISTS);
        assertThat(taken.text()).isEqualTo("Taken.");
        assertThat(busy.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(busy.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(busy.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aRequestThatBreaksItsSchemaNeverReachesTheHandler() {
        AtomicInteger handled = new AtomicInteger();
        rpc.server(rpc.operation("echo", (context, request) -> {
            handled.incrementAndGet();
            return request;
        }));
        RpcMethod<Object, Text> method = new RpcMethod<>(rpc.method("echo").domain(), "echo", Object.class, Text.class);
        RpcClient client = rpc.client();

        ServiceException failure = failureOf(() -> client.call(method, java.util.Map.of("txet", "x")));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(failure.details()).containsExactly(new FieldViolation("text", "required", "A text is needed."));
        assertThat(handled).hasValue(0);
    }

    @Test
    void aHandlerThatThrowsIsAnsweredWithoutATraceOfWhy() {
        rpc.server(
                rpc.operation("crash", (context, request) -> {
                    throw new IllegalStateException("the secret reason");
                }),
                rpc.operation("overflow", (context, request) -> overflow(request)));
        RpcClient client = rpc.client();

        String crash = new String(client.call(rpc.request("crash", LONG)), StandardCharsets.UTF_8);
        String overflow = new String(client.call(rpc.request("overflow", LONG)), StandardCharsets.UTF_8);

        assertThat(crash).contains("\"common.internal_error\"").contains("\"request_id\"");
        assertThat(crash).doesNotContain("secret").doesNotContain("Exception");
        assertThat(overflow).contains("\"common.internal_error\"");
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point: an Error, not an exception.
    private static Text overflow(Text request) {
        return overflow(overflow(request));
    }

    /** Cannot be written as JSON once its list holds itself. */
    record Unencodable(List<Object> items) {}

    @Test
    void aReplyThatCannotBeEncodedIsStillOneReply() {
        RpcMethod<Text, Unencodable> method =
                new RpcMethod<>(rpc.method("broken").domain(), "broken", Text.class, Unencodable.class);
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        rpc.server(new RpcOperation<>(method, (context, request) -> new Unencodable(itself)));
        RpcClient client = rpc.client();

        ServiceException failure = failureOf(() -> client.call(method, new Text("x")));

        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void aBodyOverTheBoundIsRefused() {
        AmqpConnections connections = rpc.connections("test-server");
        RpcServerConfig config = new RpcServerConfig(
                RpcServerConfig.DEFAULT_QUEUE_EXPIRES,
                RpcServerConfig.DEFAULT_QUEUE_LENGTH,
                8,
                ByteSize.ofKiB(1),
                RpcServerConfig.DEFAULT_ASSUMED_TIMEOUT,
                Duration.ofSeconds(5));
        rpc.server(config, connections, List.of(rpc.operation("echo", (context, request) -> request)));
        RpcHarness.awaitReady(connections);
        RpcClient client = rpc.client();

        ServiceException failure = failureOf(() -> client.call(rpc.method("echo"), new Text("x".repeat(1024))));

        assertThat(failure.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void moreCallsThanTheBoundAreRefusedAtOnce() throws Exception {
        CountDownLatch underWay = new CountDownLatch(2);
        rpc.server(rpc.operation("hang", (context, request) -> {
            underWay.countDown();
            return hang(request);
        }));
        AmqpConnections connections = rpc.connections("test-client");
        RpcClient client = rpc.client(new RpcClientConfig(LONG, 2), connections);
        RpcHarness.awaitReady(connections);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = callers.submit(() -> client.call(rpc.method("hang"), new Text("1")));
            var two = callers.submit(() -> client.call(rpc.method("hang"), new Text("2")));
            underWay.await();

            ServiceException failure = failureOf(() -> client.call(rpc.method("hang"), new Text("3")));

            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
            assertThat(failure.retryAfter()).isPresent();
            release.countDown();
            assertThat(List.of(one.get(), two.get())).containsExactly(new Text("1"), new Text("2"));
        }
        assertThat(client.call(rpc.method("hang"), new Text("4"))).isEqualTo(new Text("4"));
    }

    @Test
    void theServerWorksOnNoMoreThanItsBound() throws Exception {
        AtomicInteger working = new AtomicInteger();
        AmqpConnections connections = rpc.connections("test-server");
        RpcServerConfig config = new RpcServerConfig(
                RpcServerConfig.DEFAULT_QUEUE_EXPIRES,
                RpcServerConfig.DEFAULT_QUEUE_LENGTH,
                3,
                ByteSize.ofKiB(64),
                RpcServerConfig.DEFAULT_ASSUMED_TIMEOUT,
                Duration.ofSeconds(5));
        rpc.server(config, connections, List.of(rpc.operation("hang", (context, request) -> {
            working.incrementAndGet();
            return hang(request);
        })));
        RpcHarness.awaitReady(connections);
        RpcClient client = rpc.client();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Text>> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(callers.submit(() -> client.call(rpc.method("hang"), new Text("x"))));
            }
            await().until(() -> working.get() == 3);
            await().during(Duration.ofMillis(300)).until(() -> working.get() == 3);
            release.countDown();
            for (Future<Text> reply : replies) {
                assertThat(reply.get()).isEqualTo(new Text("x"));
            }
        }
        assertThat(working).hasValue(20);
    }

    @Test
    void anInterruptedCallerStopsWaitingAndStaysInterrupted() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        rpc.server(rpc.operation("hang", (context, request) -> {
            underWay.countDown();
            return hang(request);
        }));
        RpcClient client = rpc.client();
        AtomicReference<ServiceException> failure = new AtomicReference<>();
        CountDownLatch stayed = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            failure.set(failureOf(() -> client.call(rpc.request("hang", LONG))));
            if (Thread.currentThread().isInterrupted()) {
                stayed.countDown();
            }
        });
        underWay.await();

        caller.interrupt();

        caller.join();
        assertThat(failure.get().code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
        assertThat(failure.get().outcome()).contains(Outcome.UNKNOWN);
        assertThat(stayed.getCount()).isZero();
        assertThat(client.inFlight()).isZero();
    }

    @Test
    void closingTheServerLetsRequestsUnderWayFinish() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        RpcServer server = rpc.server(rpc.operation("hang", (context, request) -> {
            underWay.countDown();
            return hang(request);
        }));
        RpcClient client = rpc.client();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reply = threads.submit(() -> client.call(rpc.method("hang"), new Text("last")));
            underWay.await();
            var closing = threads.submit(server::close);
            await().until(() -> consumers() == 0);
            assertThat(closing.isDone()).isFalse();

            release.countDown();

            assertThat(reply.get()).isEqualTo(new Text("last"));
            closing.get();
        }
        try (var connection = BROKER.connect("test-look")) {
            assertThat(connection
                            .createChannel()
                            .queueDeclarePassive(rpc.queue())
                            .getMessageCount())
                    .isZero();
        }
    }

    private int consumers() throws Exception {
        try (var connection = BROKER.connect("test-look")) {
            return connection.createChannel().queueDeclarePassive(rpc.queue()).getConsumerCount();
        }
    }
}
