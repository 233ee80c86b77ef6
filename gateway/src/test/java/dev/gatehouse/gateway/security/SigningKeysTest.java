package dev.gatehouse.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final SigningKey KEY = new TestTokens("k1").key();
    private static final TokenConfig CONFIG = new TokenConfig(
            "i", "a", Duration.ZERO, 10, Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofSeconds(5));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();

    @Test
    void unknownKeysLeadToOneFetchPerCooldown() {
        SigningKeys keys = keys(() -> Map.of("k1", KEY));
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("stranger-" + i)).isInstanceOf(SigningKeys.Lookup.Unknown.class);
        }
        assertThat(fetches).hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        keys.find("stranger");
        assertThat(fetches).hasValue(1);
        nanos.addAndGet(1);
        keys.find("stranger");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void knownKeyLeadsToNoFetch() {
        SigningKeys keys = keys(() -> Map.of("k1", KEY));
        keys.find("k1");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Known.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void failedFetchKeepsTheKeysThatAreKnown() {
        AtomicInteger failing = new AtomicInteger();
        SigningKeys keys = keys(() -> {
            if (failing.get() > 0) {
                throw ServiceException.of(ErrorCode.RPC_TIMEOUT);
            }
            return Map.of("k1", KEY);
        });
        keys.find("k1");
        failing.set(1);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(keys.find("stranger")).isInstanceOf(SigningKeys.Lookup.Undecided.class);
        assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Known.class);
    }

    @Test
    void unknownKeyIsUndecidedUntilTheKeysCanBeFetchedAgain() {
        AtomicInteger failing = new AtomicInteger(1);
        SigningKeys keys = keys(() -> {
            if (failing.get() > 0) {
                throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE);
            }
            return Map.of("k1", KEY);
        });
        assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Undecided.class);
        failing.set(0);
        assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Undecided.class);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Known.class);
        assertThat(keys.find("stranger")).isInstanceOf(SigningKeys.Lookup.Unknown.class);
    }

    @Test
    void withdrawnKeyIsNoticedWithoutARequestAndAFailureKeepsTheRest() {
        SigningKeys keys = keys(() -> switch (fetches.get()) {
            case 1 -> Map.of("k1", KEY, "k2", KEY);
            case 2 -> Map.of("k1", KEY);
            default -> throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE);
        });
        keys.start();
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(fetches).hasValueGreaterThan(3));
            assertThat(keys.trusts(KEY)).isTrue();
            assertThat(keys.find("k2")).isNotInstanceOf(SigningKeys.Lookup.Known.class);
        } finally {
            keys.close();
        }
    }

    @Test
    void concurrentRequestsWaitForTheOneFetch() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SigningKeys keys = keys(() -> {
            begun.countDown();
            awaitQuietly(release);
            return Map.of("k1", KEY);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SigningKeys.Lookup>> lookups = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                lookups.add(threads.submit(() -> keys.find("k1")));
            }
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            release.countDown();
            for (Future<SigningKeys.Lookup> lookup : lookups) {
                assertThat(lookup.get(5, TimeUnit.SECONDS)).isInstanceOf(SigningKeys.Lookup.Known.class);
            }
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keysAreFetchedAfterTheStartHoweverOftenThatFails() {
        SigningKeys keys = keys(() -> {
            if (fetches.get() < 3) {
                throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE);
            }
            return Map.of("k1", KEY);
        });
        keys.start();
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(fetches).hasValueGreaterThanOrEqualTo(3));
            assertThat(keys.find("k1")).isInstanceOf(SigningKeys.Lookup.Known.class);
        } finally {
            keys.close();
        }
    }

    private SigningKeys keys(KeySetSource source) {
        return new SigningKeys(
                CONFIG,
                () -> {
                    fetches.incrementAndGet();
                    return source.fetch();
                },
                nanos::get);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
