package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.gateway.security.SessionRevocations;
import dev.gatehouse.gateway.security.SigningKeys;
import dev.gatehouse.gateway.security.TokenConfig;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.security.Verification;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The verification of an access token: with its signature (cold), and known from before (warm). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenVerificationBenchmark {
    /** So many that none is still remembered when its turn comes again: a cache of none lets go of its entries a moment later. */
    private static final int TOKENS = 1_000;

    private final List<String> tokens;
    private final TokenVerifier forgetful;
    private final TokenVerifier remembering;
    private int turn;

    public TokenVerificationBenchmark() {
        SignedTokens signed = new SignedTokens();
        this.tokens = Stream.generate(signed::token).limit(TOKENS).toList();
        this.forgetful = verifier(signed, 0);
        this.remembering = verifier(signed, TokenConfig.DEFAULT_CACHE_SIZE);
        if (!(forgetful.verify(tokens.getFirst()) instanceof Verification.Verified)) {
            throw new IllegalStateException("the token is not accepted");
        }
    }

    private static TokenVerifier verifier(SignedTokens tokens, int cacheSize) {
        TokenConfig config = new TokenConfig(
                TokenConfig.DEFAULT_ISSUER,
                TokenConfig.DEFAULT_AUDIENCE,
                TokenConfig.DEFAULT_CLOCK_SKEW,
                cacheSize,
                TokenConfig.DEFAULT_KEY_REFRESH_COOLDOWN,
                TokenConfig.DEFAULT_KEY_REFRESH_INTERVAL,
                TokenConfig.DEFAULT_KEY_FETCH_TIMEOUT);
        return new TokenVerifier(
                config,
                new SigningKeys(config, tokens::keys, System::nanoTime),
                (session, until) -> SessionRevocations.Standing.TRUSTED,
                InstantSource.system());
    }

    @Benchmark
    public Object cold() {
        turn = (turn + 1) % TOKENS;
        return forgetful.verify(tokens.get(turn));
    }

    @Benchmark
    public Object warm() {
        return remembering.verify(tokens.getFirst());
    }
}
