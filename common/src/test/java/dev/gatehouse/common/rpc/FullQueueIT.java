package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.testkit.BrokerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The embedded broker has no bound on a queue. */
@Tag("rabbitmq")
@Timeout(60)
class FullQueueIT {
    private static final int CALLS = 3 * RouteLoad.MANY;
    private static final int QUEUE_LENGTH = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(60);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Set<String> executed = ConcurrentHashMap.newKeySet();

    /** @param failure empty for a call that was answered */
    private record Ended(String text, Optional<ServiceException> failure, Duration after) {
        boolean isRejected() {
            return failure.filter(e -> e.code() == ErrorCode.OVERLOADED).isPresent();
        }
    }

    @AfterEach
    void close() throws Exception {
        release.countDown();
        rpc.close();
    }

    private void serve() {
        AmqpConnections connections = rpc.connections("test-server");
        RpcServerConfig config = new RpcServerConfig(
                RpcServerConfig.DEFAULT_QUEUE_EXPIRES,
                QUEUE_LENGTH,
                1,
                ByteSize.ofKiB(64),
                RpcServerConfig.DEFAULT_ASSUMED_TIMEOUT,
                Duration.ofSeconds(1));
        rpc.server(config, connections, List.of(rpc.operation("hang", (context, request) -> {
            executed.add(request.text());
            awaitRelease();
            return request;
        })));
        RpcHarness.awaitReady(connections);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ended call(RpcClient client, String text) {
        return call(client, text, TIMEOUT);
    }

    private Ended call(RpcClient client, String text, Duration timeout) {
        long begun = System.nanoTime();
        byte[] body = ("{\"text\":\"" + text + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Optional<ServiceException> failure = Optional.empty();
        try {
            client.call(rpc.request("hang", body, timeout));
        } catch (ServiceException e) {
            failure = Optional.of(e);
        }
        return new Ended(text, failure, Duration.ofNanos(System.nanoTime() - begun));
    }

    @Test
    void callsThatAFullQueueHasNoRoomForAreTurnedAwayAtOnceAndNeverExecuted() throws Exception {
        serve();
        RpcClient client = rpc.client();
        List<Future<Ended>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLS; i++) {
                String text = "call-" + i;
                calls.add(callers.submit(() -> call(client, text)));
            }
        }
        List<Ended> rejected = new ArrayList<>();
        for (Future<Ended> call : calls) {
            if (call.get().isRejected()) {
                rejected.add(call.get());
            }
        }

        // All but those that went out before there were many, and the few that found room.
        assertThat(rejected).hasSizeGreaterThanOrEqualTo(CALLS - RouteLoad.MANY - QUEUE_LENGTH - 1);
        assertThat(rejected).allSatisfy(call -> {
            assertThat(call.failure().orElseThrow().outcome()).contains(Outcome.NOT_EXECUTED);
            assertThat(call.failure().orElseThrow().retryAfter()).isPresent();
            assertThat(call.after()).isLessThan(TIMEOUT);
        });

        // Some have timed out: from now on a single call is told at once too.
        fill(client);
        Ended next = call(client, "next");
        assertThat(next.isRejected()).isTrue();
        assertThat(next.after()).isLessThan(TIMEOUT);

        release.countDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> call(client, "last").failure().isEmpty());
        assertThat(executed).contains("last").doesNotContain("next");
        assertThat(rejected).noneMatch(call -> executed.contains(call.text()));
    }

    /**
     * Leaves no room in the queue, and none that comes of itself: what waited there before has expired first, and what is put there now
     * does not expire while the test runs. Nobody waits for the replies.
     */
    private void fill(RpcClient client) throws Exception {
        try (Connection connection = BROKER.connect("test-watch");
                Channel channel = connection.createChannel()) {
            await().until(() -> channel.messageCount(rpc.queue()) == 0);
            for (int i = 0; i < 2 * QUEUE_LENGTH; i++) {
                String text = "fill-" + i;
                Thread.ofVirtual().start(() -> call(client, text, LONG_TIMEOUT));
            }
            await().until(() -> channel.messageCount(rpc.queue()) == QUEUE_LENGTH);
        }
    }
}
