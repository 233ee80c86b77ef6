package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final KeptAnswer ANSWER = new KeptAnswer(201, "{}".getBytes(StandardCharsets.UTF_8));

    private final AtomicLong moved = new AtomicLong();
    private final MemoryAnswerStore store = new MemoryAnswerStore(IdempotencyConfig.DEFAULT, this::nanos);
    private final Idempotency idempotency = new Idempotency(store, 1024, this::nanos);
    private final KeyedRequest request = keyed("{}");
    private final AtomicInteger tries = new AtomicInteger();

    private long nanos() {
        return System.nanoTime() + moved.get();
    }

    private static KeyedRequest keyed(String body) {
        return KeyedRequest.of("a.b", "account 1", "k", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Attempted<String> done(String answer) {
        return new Attempted<>(answer, new Attempted.Ending.Done(ANSWER));
    }

    private static Attempted<String> open(boolean doubtful) {
        return new Attempted<>("open", new Attempted.Ending.Open(doubtful));
    }

    private Result<String> once(Function<Attempt, Attempted<String>> work) {
        return idempotency.once(request, TIMEOUT, attempt -> {
            tries.incrementAndGet();
            return work.apply(attempt);
        });
    }

    @Test
    void theSecondGetsTheAnswerOfTheFirst() {
        assertThat(once(attempt -> done("mine"))).isEqualTo(new Result.Own<>("mine"));
        assertThat(once(attempt -> done("again"))).isEqualTo(new Result.Replayed<>(ANSWER));
        assertThat(tries).hasValue(1);
    }

    @Test
    void aTryKnowsItsIdentityAndItsTime() {
        once(attempt -> {
            assertThat(attempt.messageId()).isEqualTo(request.messageId());
            assertThat(attempt.left()).isLessThanOrEqualTo(TIMEOUT).isGreaterThan(TIMEOUT.dividedBy(2));
            assertThat(attempt.doubtful()).isFalse();
            return done("mine");
        });
        assertThat(tries).hasValue(1);
    }

    @Test
    void ofFiftyAtOnceOneDoesIt() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        List<Future<Result<String>>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                results.add(threads.submit(() -> once(attempt -> {
                    awaited(under);
                    return done("mine");
                })));
            }
            under.countDown();
        }
        assertThat(tries).hasValue(1);
        int own = 0;
        for (Future<Result<String>> result : results) {
            own += get(result) instanceof Result.Own ? 1 : 0;
        }
        assertThat(own).isEqualTo(1);
    }

    @Test
    void afterAFailureExactlyOneIsTheNextToTry() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Result<String>>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                results.add(threads.submit(() -> once(attempt -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    underWay.decrementAndGet();
                    return tries.get() < 5 ? open(true) : done("fifth");
                })));
            }
        }
        assertThat(tries).hasValue(5);
        assertThat(most).hasValue(1);
        List<Result<String>> all = new ArrayList<>();
        for (Future<Result<String>> result : results) {
            all.add(get(result));
        }
        assertThat(all).filteredOn(new Result.Own<>("open")::equals).hasSize(4);
        assertThat(all).filteredOn(new Result.Own<>("fifth")::equals).hasSize(1);
        assertThat(all).filteredOn(new Result.Replayed<String>(ANSWER)::equals).hasSize(15);
    }

    @Test
    void anotherRequestWithTheKeyIsAConflict() {
        once(attempt -> done("mine"));
        assertFails(
                () -> idempotency.once(keyed("{\"a\":1}"), TIMEOUT, attempt -> done("other")),
                ErrorCode.CONFLICT,
                Optional.empty());
    }

    @Test
    void whoeverWaitsTooLongIsToldThatNobodyKnows() {
        store.claim(request, "another", Duration.ofMinutes(1));
        assertFails(
                () -> idempotency.once(request, Duration.ofMillis(50), attempt -> done("mine")),
                ErrorCode.RPC_TIMEOUT,
                Optional.of(Outcome.UNKNOWN));
    }

    @Test
    void whoeverWaitedHasTheRestOfHisTime() {
        store.claim(request, "another", Duration.ofSeconds(1));
        moved.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(once(attempt -> {
                    assertThat(attempt.left()).isLessThan(TIMEOUT);
                    assertThat(attempt.doubtful()).isTrue();
                    return done("mine");
                }))
                .isEqualTo(new Result.Own<>("mine"));
    }

    @Test
    void aFailureIsThrownOnAndLeavesTheKeyOpen() {
        ServiceException failure =
                ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
        assertFails(() -> once(failing(failure)), ErrorCode.RPC_UNAVAILABLE, Optional.of(Outcome.NOT_EXECUTED));
        assertThat(once(attempt -> done("mine" + attempt.doubtful()))).isEqualTo(new Result.Own<>("minefalse"));
    }

    @Test
    void afterATryInDoubtNoneSaysThatNothingWasDone() {
        assertFails(
                () -> once(failing(ServiceException.of(ErrorCode.RPC_TIMEOUT))),
                ErrorCode.RPC_TIMEOUT,
                Optional.of(Outcome.UNKNOWN));
        assertFails(
                () -> once(
                        failing(ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted())),
                ErrorCode.RPC_UNAVAILABLE,
                Optional.of(Outcome.UNKNOWN));
        assertThat(once(attempt -> done("mine" + attempt.doubtful()))).isEqualTo(new Result.Own<>("minetrue"));
    }

    @Test
    void aDefectLeavesTheKeyOpenAndInDoubt() {
        assertThatThrownBy(() -> once(attempt -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(once(attempt -> done("mine" + attempt.doubtful()))).isEqualTo(new Result.Own<>("minetrue"));
    }

    @Test
    void withoutTheStoreNothingIsDone() {
        Idempotency without = new Idempotency(new Away(), 1024, this::nanos);
        assertFails(
                () -> without.once(request, TIMEOUT, attempt -> {
                    tries.incrementAndGet();
                    return done("mine");
                }),
                ErrorCode.UNAVAILABLE,
                Optional.of(Outcome.NOT_EXECUTED));
        assertThat(tries).hasValue(0);
    }

    @Test
    void whoeverWaitedWhileTheStoreWentAwayIsToldThatNobodyKnows() {
        Idempotency without = new Idempotency(
                new Away() {
                    private boolean asked;

                    @Override
                    public Claim claim(KeyedRequest keyed, String owner, Duration lease) {
                        if (asked) {
                            throw away();
                        }
                        asked = true;
                        return new Claim.UnderWay();
                    }
                },
                1024,
                this::nanos);
        assertFails(
                () -> without.once(request, TIMEOUT, attempt -> done("mine")),
                ErrorCode.UNAVAILABLE,
                Optional.of(Outcome.UNKNOWN));
    }

    @Test
    void anAnswerThatCannotBeKeptIsAnAnswer() {
        Idempotency failing = new Idempotency(
                new Away() {
                    @Override
                    public Claim claim(KeyedRequest keyed, String owner, Duration lease) {
                        return new Claim.Taken(false);
                    }
                },
                1024,
                this::nanos);
        assertThat(failing.once(request, TIMEOUT, attempt -> done("mine"))).isEqualTo(new Result.Own<>("mine"));
        assertThat(failing.once(request, TIMEOUT, attempt -> open(false))).isEqualTo(new Result.Own<>("open"));
    }

    private static Function<Attempt, Attempted<String>> failing(ServiceException failure) {
        return attempt -> {
            throw failure;
        };
    }

    private static void assertFails(Runnable call, ErrorCode code, Optional<Outcome> outcome) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.outcome()).isEqualTo(outcome);
        });
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException {
        return future.get();
    }

    /** A store that cannot be reached. */
    private static class Away implements AnswerStore {
        static StoreUnavailableException away() {
            return new StoreUnavailableException(new IOException("away"));
        }

        @Override
        public Claim claim(KeyedRequest keyed, String owner, Duration lease) {
            throw away();
        }

        @Override
        public Optional<KeptAnswer> finish(KeyedRequest keyed, KeptAnswer answer) {
            throw away();
        }

        @Override
        public void release(KeyedRequest keyed, String owner, boolean doubtful) {
            throw away();
        }

        @Override
        public void awaitTurn(KeyedRequest keyed, int round, Duration atMost) {
            // It is always somebody else's turn.
        }
    }
}
