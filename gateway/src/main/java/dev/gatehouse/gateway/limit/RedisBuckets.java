package dev.gatehouse.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.gateway.redis.RedisUnavailableException;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeoutException;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.util.concurrent.batch.BatchHelper;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets on Redis, which several gateways share. Each is counted by the clock of the gateway that takes a token, and vanishes when it is
 * full again. Of many requests for one bucket in one gateway one asks Redis, and for all that have come meanwhile the next one does, so that
 * a bucket that all requests need is no bottleneck. Thread-safe.
 */
final class RedisBuckets implements Buckets {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);

    /** What is lost with a forgotten handle is only that requests for its bucket ask together. */
    private static final int MAX_HANDLES = 10_000;

    private static final Duration KEEP_HANDLE = Duration.ofSeconds(10);

    private final RedisBucketStore store;
    private final Cache<Budget, BucketProxy> handles = Caffeine.newBuilder()
            .maximumSize(MAX_HANDLES)
            .expireAfterAccess(KEEP_HANDLE)
            .executor(Runnable::run)
            .build();

    RedisBuckets(RedisLink redis, InstantSource clock) {
        this.store = new RedisBucketStore(redis, clock);
    }

    /** Throws {@link BucketUnavailableException} where Redis does not answer, or what it answers is no bucket. */
    @Override
    public Decision take(Budget budget) {
        BucketProxy bucket = handles.get(budget, this::handle);
        try {
            return Decision.of(budget.limit(), bucket.tryConsumeAndReturnRemaining(1));
        } catch (RuntimeException e) {
            Throwable cause = e instanceof BatchHelper.BatchFailedException && e.getCause() != null ? e.getCause() : e;
            if (!(cause instanceof RedisUnavailableException || cause instanceof TimeoutException)) {
                forget(budget, cause);
            }
            throw new BucketUnavailableException(cause);
        }
    }

    /** What is no bucket would not become one: the next request begins with a new one. */
    private void forget(Budget budget, Throwable cause) {
        LOG.warn("{} on Redis is no bucket, and is deleted", budget.key(), cause);
        try {
            store.removeProxy(budget.key());
        } catch (RedisUnavailableException e) {
            LOG.debug("{} is not deleted: {}", budget.key(), e.getMessage());
        }
    }

    private BucketProxy handle(Budget budget) {
        RateLimit limit = budget.limit();
        return store.builder()
                .withOptimization(Optimizations.batching())
                .build(
                        budget.key(),
                        () -> BucketConfiguration.builder()
                                .addLimit(bandwidth ->
                                        bandwidth.capacity(limit.burst()).refillGreedy(limit.limit(), limit.period()))
                                .build());
    }
}
