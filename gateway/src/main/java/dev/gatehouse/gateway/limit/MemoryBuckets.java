package dev.gatehouse.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Buckets of this gateway alone. One is forgotten when it must be full again, and not before: nobody gets a full bucket by making others be
 * forgotten. Where as many as may be are in use, those who come anew share some buckets, so that neither memory nor what they may send
 * grows with their number. Thread-safe.
 */
final class MemoryBuckets implements Buckets {
    /** How many buckets those share for whom there is no room. */
    static final int SHARED = 1_024;

    private static final int SHARED_BITS = Integer.numberOfTrailingZeros(SHARED);
    /** Spreads hash codes that are near to each other. */
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final int maxSubjects;
    private final TimeMeter clock;
    private final Cache<Budget, Bucket> buckets;
    /** So that it is not the same ones who share a bucket in every gateway. */
    private final int seed = new SplittableRandom().nextInt();

    /** @param maxSubjects over it, buckets are shared; a few more are made where many come at once */
    MemoryBuckets(int maxSubjects, LongSupplier clock) {
        this.maxSubjects = maxSubjects;
        this.clock = new Meter(clock);
        this.buckets = Caffeine.newBuilder()
                .ticker(clock::getAsLong)
                .executor(Runnable::run)
                .expireAfter(Expiry.<Budget, Bucket>accessing((budget, bucket) -> timeToFull(budget)))
                .build();
    }

    @Override
    public Decision take(Budget budget) {
        Bucket bucket = buckets.getIfPresent(budget);
        if (bucket == null) {
            bucket = buckets.get(hasRoom() ? budget : shared(budget), this::full);
        }
        return Decision.of(budget.limit(), bucket.tryConsumeAndReturnRemaining(1));
    }

    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private boolean hasRoom() {
        return buckets.estimatedSize() < maxSubjects || size() < maxSubjects;
    }

    private Budget shared(Budget budget) {
        int number = ((budget.subject().hashCode() ^ seed) * GOLDEN_RATIO) >>> (Integer.SIZE - SHARED_BITS);
        return new Budget(budget.route(), budget.limit(), new Subject("shared:" + number));
    }

    private Bucket full(Budget budget) {
        RateLimit limit = budget.limit();
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.burst()).refillGreedy(limit.limit(), limit.period()))
                .withCustomTimePrecision(clock)
                .build();
    }

    /** With a margin, because the time is taken twice. */
    private static Duration timeToFull(Budget budget) {
        return budget.limit().timeToFull().plusSeconds(1);
    }

    private record Meter(LongSupplier clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
