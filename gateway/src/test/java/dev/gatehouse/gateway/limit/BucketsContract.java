package dev.gatehouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.limit.RateLimit.Per;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What buckets do, wherever they are kept. */
abstract class BucketsContract {
    static final RateLimit LIMIT = new RateLimit(Per.IP, 2, Duration.ofSeconds(1), 4);
    private static final Subject ADA = new Subject("account:ada");
    private static final Subject BOB = new Subject("account:bob");

    final TestClock clock = new TestClock();

    abstract Buckets buckets();

    @Test
    void asManyAsTheBurstMayComeAtOnceAndNoMore() {
        Budget budget = new Budget("t.burst", LIMIT, ADA);
        for (int left = 3; left >= 0; left--) {
            Decision decision = buckets().take(budget);
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.limit()).isEqualTo(4);
            assertThat(decision.remaining()).isEqualTo(left);
            assertThat(decision.retryAfter()).isZero();
            assertThat(decision.reset()).isEqualTo(Duration.ofMillis(500L * (4 - left)));
        }
        Decision refused = buckets().take(budget);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(500));
        assertThat(refused.reset()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void tokensComeBackEvenlyAndOnlyUpToTheBurst() {
        Budget budget = new Budget("t.refill", LIMIT, ADA);
        assertThat(takeAll(budget)).isEqualTo(4);
        clock.advance(Duration.ofMillis(499));
        assertThat(buckets().take(budget).allowed()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(takeAll(budget)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(takeAll(budget)).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        assertThat(takeAll(budget)).isEqualTo(4);
    }

    @Test
    void aRefusedRequestCostsNothing() {
        Budget budget = new Budget("t.refused", LIMIT, ADA);
        takeAll(budget);
        for (int i = 0; i < 10; i++) {
            assertThat(buckets().take(budget).allowed()).isFalse();
        }
        clock.advance(Duration.ofMillis(500));
        assertThat(buckets().take(budget).allowed()).isTrue();
    }

    @Test
    void subjectsRoutesAndNumbersAreCountedApart() {
        assertThat(takeAll(new Budget("t.one", LIMIT, ADA))).isEqualTo(4);
        assertThat(takeAll(new Budget("t.one", LIMIT, BOB))).isEqualTo(4);
        assertThat(takeAll(new Budget("t.two", LIMIT, ADA))).isEqualTo(4);
        RateLimit changed = new RateLimit(Per.IP, 2, Duration.ofSeconds(1), 3);
        assertThat(takeAll(new Budget("t.one", changed, ADA))).isEqualTo(3);
        assertThat(takeAll(new Budget("t.one", LIMIT, ADA))).isZero();
    }

    @Test
    void aBurstMayBeSmallerThanTheLimit() {
        Budget budget = new Budget("t.small", new RateLimit(Per.ROUTE, 100, Duration.ofSeconds(1), 5), ADA);
        assertThat(takeAll(budget)).isEqualTo(5);
        clock.advance(Duration.ofMillis(20));
        assertThat(takeAll(budget)).isEqualTo(2);
    }

    @Test
    void ofManyAtOnceExactlyTheBurstIsAllowed() throws Exception {
        RateLimit limit = new RateLimit(Per.ROUTE, 1, Duration.ofHours(1), 100);
        Budget budget = new Budget("t.many", limit, ADA);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                answers.add(threads.submit(() -> buckets().take(budget).allowed()));
            }
        }
        int allowed = 0;
        for (Future<Boolean> answer : answers) {
            allowed += answer.get() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(100);
    }

    int takeAll(Budget budget) {
        int taken = 0;
        while (buckets().take(budget).allowed()) {
            taken++;
        }
        return taken;
    }
}
