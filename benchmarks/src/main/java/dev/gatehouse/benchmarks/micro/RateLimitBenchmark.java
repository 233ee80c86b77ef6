package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.gateway.limit.RateLimit;
import dev.gatehouse.gateway.limit.RateLimitConfig;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.limit.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a rate limit costs each request, counted in memory: while 10 accounts send in turn, while 100,000 do, and where two threads count for
 * the same bucket. No request is refused.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RateLimitBenchmark {
    private static final String ROUTE = "things.get";
    private static final int FEW = 10;
    private static final int MANY = 100_000;
    /** The most there is: ten million requests a second of each account. */
    private static final RateLimit OF_FEW = limit(RateLimit.Per.ACCOUNT, RateLimit.MIN_PERIOD);
    /** Less, which takes longer to be full again, so that nobody is forgotten before the next turn. */
    private static final RateLimit OF_MANY = limit(RateLimit.Per.ACCOUNT, Duration.ofMinutes(1));

    private static final RateLimit OF_ALL = limit(RateLimit.Per.ROUTE, RateLimit.MIN_PERIOD);
    private static final Subject EVERYBODY = Subject.of(RateLimit.Per.ROUTE, Optional.empty(), Optional.empty());

    private final Subject[] few = accounts(FEW);
    private final Subject[] many = accounts(MANY);
    private final RateLimiter amongFew = limiter(OF_FEW, few);
    private final RateLimiter amongMany = limiter(OF_MANY, many);
    private final RateLimiter ofOneBucket = limiter(OF_ALL, EVERYBODY);

    /** Whose turn it is. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        Subject of(Subject[] subjects) {
            next = next + 1 < subjects.length ? next + 1 : 0;
            return subjects[next];
        }
    }

    private static RateLimit limit(RateLimit.Per per, Duration period) {
        return new RateLimit(per, RateLimit.MAX_REQUESTS, period, RateLimit.MAX_REQUESTS);
    }

    private static Subject[] accounts(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> Subject.of(
                        RateLimit.Per.ACCOUNT, Optional.of(UUID.randomUUID().toString()), Optional.empty()))
                .toArray(Subject[]::new);
    }

    /** One that knows the given subjects already. */
    private static RateLimiter limiter(RateLimit limit, Subject... subjects) {
        RateLimiter limiter = RateLimiter.inMemory(new RateLimitConfig(2 * MANY), System::nanoTime);
        for (Subject subject : subjects) {
            if (!limiter.take(ROUTE, limit, subject).allowed()) {
                throw new IllegalStateException("the first request is refused");
            }
        }
        return limiter;
    }

    @Benchmark
    public Object amongFew(Turn turn) {
        return amongFew.take(ROUTE, OF_FEW, turn.of(few));
    }

    @Benchmark
    public Object amongMany(Turn turn) {
        return amongMany.take(ROUTE, OF_MANY, turn.of(many));
    }

    @Benchmark
    @Threads(2)
    public Object ofOneBucket() {
        return ofOneBucket.take(ROUTE, OF_ALL, EVERYBODY);
    }
}
