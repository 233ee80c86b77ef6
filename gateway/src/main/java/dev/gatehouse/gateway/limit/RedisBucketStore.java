package dev.gatehouse.gateway.limit;

import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.gateway.redis.RedisScript;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of buckets on Redis: it is read, changed here, and written back where nobody else has written meanwhile; else all of it is
 * done once more. Thread-safe.
 */
final class RedisBucketStore extends AbstractCompareAndSwapBasedProxyManager<String> {
    /** How long a bucket is kept after it is full: the clocks of gateways differ a little. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** After so long, others have always been faster. */
    private static final Duration MAX_TRYING = Duration.ofSeconds(1);

    private static final RedisScript REPLACE = RedisScript.of("""
            if redis.call('get', KEYS[1]) ~= ARGV[1] then
              return {0}
            end
            redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
            return {1}
            """);

    private final RedisLink redis;
    private final ExpirationAfterWriteStrategy expiration =
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(MARGIN);

    RedisBucketStore(RedisLink redis, InstantSource clock) {
        super(ClientSideConfig.getDefault().withClientClock(new Meter(clock)).withRequestTimeout(MAX_TRYING));
        this.redis = redis;
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
        return new CompareAndSwapOperation() {
            @Override
            public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
                return redis.get(key);
            }

            @Override
            public boolean compareAndSwap(
                    byte @Nullable [] before, byte[] after, RemoteBucketState state, Optional<Long> timeoutNanos) {
                Duration kept = Duration.ofMillis(expiration.calculateTimeToLiveMillis(state, currentTimeNanos()));
                return before == null ? redis.setIfAbsent(key, after, kept) : replace(key, before, after, kept);
            }
        };
    }

    @Override
    public void removeProxy(String key) {
        var _ = redis.delete(key);
    }

    @Override
    public boolean isExpireAfterWriteSupported() {
        return true;
    }

    /** Threads wait here: nothing is done behind their backs. */
    @Override
    public boolean isAsyncModeSupported() {
        return false;
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
        throw new UnsupportedOperationException();
    }

    private boolean replace(String key, byte[] before, byte[] after, Duration kept) {
        byte[] millis = Long.toString(kept.toMillis()).getBytes(StandardCharsets.US_ASCII);
        return redis.run(REPLACE, List.of(key), List.of(before, after, millis)).equals(List.of(1L));
    }

    /** The time of day, because it has to mean the same to every gateway. */
    private record Meter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
