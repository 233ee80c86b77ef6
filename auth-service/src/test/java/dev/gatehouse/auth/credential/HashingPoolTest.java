package dev.gatehouse.auth.credential;

import static dev.gatehouse.auth.Failures.assertFails;
import static dev.gatehouse.auth.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.auth.SettableClock;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.Deadline;
import dev.gatehouse.common.telemetry.RequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Admission to the threads that hash. */
class HashingPoolTest {
    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicLong nanos = new AtomicLong();
    private final HashingPool pool = new HashingPool(1, 2, clock, nanos::get);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        pool.close();
        callers.close();
    }

    @Test
    void workRunsOnItsOwnPlatformThreadInTheRequestsContext() throws Exception {
        RequestContext context = RequestContext.accept(Optional.of("request-1"), Optional.empty());

        String seen = context.call(() -> pool.call(
                in(Duration.ofSeconds(10)),
                () -> Thread.currentThread().getName() + " "
                        + Thread.currentThread().isVirtual() + " "
                        + RequestContext.current().orElseThrow().requestId() + " " + MDC.get(RequestContext.MDC_KEY)));

        assertThat(seen).isEqualTo("password-hash-0 false request-1 request-1");
    }

    @Test
    void workThatDoesNotFitInTheQueueIsRefusedAtOnce() {
        CompletableFuture<String> running = occupyThread();
        CompletableFuture<String> first = submit(in(Duration.ofMinutes(1)));
        awaitQueued(1);
        CompletableFuture<String> second = submit(in(Duration.ofMinutes(1)));
        awaitQueued(2);

        ServiceException refused = failure(() -> pool.call(in(Duration.ofMinutes(1)), () -> "never"));

        assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refused.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(refused.retryAfter()).isPresent();
        release.countDown();
        assertThat(running).succeedsWithin(Duration.ofSeconds(10));
        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void workThatWouldNotEndBeforeItsDeadlineIsRefusedAtOnce() {
        learn(Duration.ofMillis(100));
        CompletableFuture<String> running = occupyThread();

        // One is before it: twice the average.
        ServiceException refused = failure(() -> pool.call(in(Duration.ofMillis(199)), () -> "never"));

        assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(refused.retryAfter()).contains(Duration.ofMillis(200));
        CompletableFuture<String> admitted = submit(in(Duration.ofMinutes(1)));
        release.countDown();
        assertThat(admitted).succeedsWithin(Duration.ofSeconds(10));
        assertThat(running).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void workWhoseDeadlineHasPassedWhenItsTurnComesIsNotDone() {
        CompletableFuture<String> running = occupyThread();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                () -> assertFails(
                        ErrorCode.OVERLOADED,
                        () -> pool.call(in(Duration.ofSeconds(20)), () -> {
                            done.set(true);
                            return "too late";
                        })),
                callers);
        awaitQueued(1);

        clock.advance(Duration.ofSeconds(20));
        release.countDown();

        assertThat(late).succeedsWithin(Duration.ofSeconds(10));
        assertThat(running).succeedsWithin(Duration.ofSeconds(10));
        assertThat(done).isFalse();
    }

    @Test
    void aCallerDoesNotWaitLongerThanItsDeadline() {
        CompletableFuture<String> running = occupyThread();

        assertFails(ErrorCode.OVERLOADED, () -> pool.call(in(Duration.ofMillis(50)), () -> "never"));

        release.countDown();
        assertThat(running).succeedsWithin(Duration.ofSeconds(10));
        // What was given up does not count any more.
        await().atMost(Duration.ofSeconds(10)).until(() -> pool.pending() == 0);
    }

    @Test
    void aFailureOfTheWorkIsTheCallers() {
        assertThatThrownBy(() -> pool.call(in(Duration.ofSeconds(10)), () -> {
                    throw new IllegalArgumentException("a defect");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void learn(Duration average) {
        pool.call(in(Duration.ofSeconds(10)), () -> {
            nanos.addAndGet(average.toNanos());
            return "learned";
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> pool.pending() == 0);
    }

    private CompletableFuture<String> occupyThread() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> running = CompletableFuture.supplyAsync(
                () -> pool.call(in(Duration.ofMinutes(1)), () -> {
                    begun.countDown();
                    return Boolean.toString(release.await(30, TimeUnit.SECONDS));
                }),
                callers);
        await().atMost(Duration.ofSeconds(10)).until(() -> begun.getCount() == 0);
        return running;
    }

    private CompletableFuture<String> submit(Deadline deadline) {
        return CompletableFuture.supplyAsync(() -> pool.call(deadline, () -> "done"), callers);
    }

    private void awaitQueued(int queued) {
        await().atMost(Duration.ofSeconds(10)).until(() -> pool.pending() == queued + 1);
    }

    private Deadline in(Duration time) {
        return Deadline.after(time, clock);
    }
}
