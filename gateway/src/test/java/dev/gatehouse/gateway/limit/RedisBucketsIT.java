package dev.gatehouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.gateway.redis.RedisConfig;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.testkit.RedisFixture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBucketsIT extends BucketsContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    // Not the default: a busy machine must not decide what these tests are about.
    private final RedisLink link = new RedisLink(new RedisConfig(
            REDIS.uri(),
            Optional.empty(),
            REDIS.keyPrefix(),
            Duration.ofSeconds(5),
            RedisConfig.DEFAULT_CONNECT_TIMEOUT,
            RedisConfig.DEFAULT_RECONNECT_MIN,
            RedisConfig.DEFAULT_RECONNECT_MAX));
    private final RedisBuckets buckets = new RedisBuckets(link, clock);

    @BeforeEach
    void start() {
        link.start();
        await().atMost(Duration.ofSeconds(15)).until(link::isUsable);
    }

    @AfterEach
    void stop() {
        link.close();
        REDIS.deleteKeys();
    }

    @Override
    Buckets buckets() {
        return buckets;
    }

    @Test
    void aBucketVanishesSoonAfterItIsFull() {
        Budget budget = new Budget("t.ttl", LIMIT, new Subject("ip:7f000001"));
        takeAll(budget);
        assertThat(REDIS.keys()).contains("limit:t.ttl:2/PT1S/4:ip:7f000001");
        assertThat(REDIS.millisLeft(budget.key())).isBetween(1L, 7_000L);
    }

    @Test
    void twoGatewaysShareOneBudget() throws Exception {
        RedisBuckets other = new RedisBuckets(link, clock);
        RateLimit limit = new RateLimit(RateLimit.Per.ROUTE, 1, Duration.ofHours(1), 100);
        Budget budget = new Budget("t.shared", limit, new Subject("all"));
        AtomicInteger allowed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                RedisBuckets gateway = i % 2 == 0 ? buckets : other;
                var _ = threads.submit(() -> gateway.take(budget).allowed() ? allowed.incrementAndGet() : 0);
            }
        }
        assertThat(allowed).hasValue(100);
    }

    @Test
    void whatIsNoBucketIsDeletedAndBegunAnew() {
        Budget budget = new Budget("t.garbage", LIMIT, new Subject("s"));
        link.setIfAbsent(budget.key(), new byte[] {1, 2, 3}, Duration.ofMinutes(1));
        assertThatThrownBy(() -> buckets.take(budget)).isInstanceOf(BucketUnavailableException.class);
        assertThat(takeAll(budget)).isEqualTo(4);
    }
}
