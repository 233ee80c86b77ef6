package dev.gatehouse.gateway.limit;

import dev.gatehouse.gateway.redis.RedisLink;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a request is within the limit of its route. What subjects have sent is counted on Redis, where there is one, for all gateways
 * together; else, and while Redis is not usable, in this gateway's memory: no request fails because Redis does. Thread-safe.
 */
public final class RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);

    private final Buckets own;
    private final Optional<Shared> shared;
    private final AtomicBoolean alone = new AtomicBoolean();
    private final AtomicLong countedAlone = new AtomicLong();

    private record Shared(RedisLink redis, Buckets buckets) {}

    private RateLimiter(Buckets own, Optional<Shared> shared) {
        this.own = own;
        this.shared = shared;
    }

    /** Counts in memory alone. */
    public static RateLimiter inMemory(RateLimitConfig config, LongSupplier nanoClock) {
        return new RateLimiter(new MemoryBuckets(config.maxSubjects(), nanoClock), Optional.empty());
    }

    /** Counts on Redis, and in memory while that is not usable. */
    public static RateLimiter shared(
            RateLimitConfig config, RedisLink redis, InstantSource clock, LongSupplier nanoClock) {
        return new RateLimiter(
                new MemoryBuckets(config.maxSubjects(), nanoClock),
                Optional.of(new Shared(redis, new RedisBuckets(redis, clock))));
    }

    /** Counts one request of a subject to a route, where it is within the limit. */
    public Decision take(String route, RateLimit limit, Subject subject) {
        Budget budget = new Budget(route, limit, subject);
        return shared.isPresent() ? takeShared(shared.get(), budget) : own.take(budget);
    }

    /** How many requests have been counted in memory because Redis was not usable. */
    public long countedAlone() {
        return countedAlone.get();
    }

    private Decision takeShared(Shared there, Budget budget) {
        try {
            Decision decision = there.buckets().take(budget);
            // An answer may come after the link has been given up: one more line each way would tell nothing.
            if (alone.get() && there.redis().isUsable() && alone.compareAndSet(true, false)) {
                LOG.info("rate limits are counted on Redis again, for all gateways together");
            }
            return decision;
        } catch (BucketUnavailableException e) {
            countedAlone.incrementAndGet();
            if (alone.compareAndSet(false, true)) {
                LOG.warn("rate limits are counted in this gateway alone until Redis is usable: {}", e.getMessage());
            }
            return own.take(budget);
        }
    }
}
