package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeoutWatchTest {
    private final PendingCalls calls = new PendingCalls(10_000);
    private final TimeoutWatch watch = new TimeoutWatch(calls, "timeouts");

    @AfterEach
    void close() {
        watch.close();
    }

    /** Waits as a caller does; how long it took. */
    private Duration await(Duration limit) {
        long begun = System.nanoTime();
        PendingCall call =
                new PendingCall(String.valueOf(begun) + Thread.currentThread().threadId(), begun + limit.toNanos());
        calls.add(call);
        watch.added(call);
        try {
            assertThatThrownBy(call::await)
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT));
        } finally {
            calls.remove(call);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void callsThatComeOneAfterTheOtherEachTimeOut() {
        watch.start();
        for (int i = 0; i < 20; i++) {
            assertThat(await(Duration.ofMillis(5))).isGreaterThanOrEqualTo(Duration.ofMillis(5));
        }
    }

    @Test
    void aShortCallDoesNotWaitForALongerOneThatCameFirst() {
        watch.start();
        PendingCall hour =
                new PendingCall("hour", System.nanoTime() + Duration.ofHours(1).toNanos());
        calls.add(hour);
        watch.added(hour);

        assertThat(await(Duration.ofMillis(20))).isLessThan(Duration.ofSeconds(20));
        assertThat(hour.reply(new byte[0])).isTrue();
    }

    @Test
    void noneOfManyIsForgotten() throws Exception {
        watch.start();
        List<Future<Duration>> waits = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                Duration limit = Duration.ofMillis(1 + i % 97);
                waits.add(callers.submit(() -> await(limit)));
            }
            for (Future<Duration> wait : waits) {
                assertThat(wait.get(20, TimeUnit.SECONDS)).isNotNull();
            }
        }
        assertThat(calls.size()).isZero();
    }

    @Test
    void aClosedWatchTakesNoMoreCallsAndStillEndsThoseItHas() {
        PendingCall before = new PendingCall(
                "before", System.nanoTime() + Duration.ofMillis(50).toNanos());
        calls.add(before);
        watch.start();
        watch.added(before);
        watch.close();

        PendingCall after =
                new PendingCall("after", System.nanoTime() + Duration.ofHours(1).toNanos());
        watch.added(after);

        assertThatThrownBy(after::await)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE));
        assertThatThrownBy(before::await)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT));
    }
}
