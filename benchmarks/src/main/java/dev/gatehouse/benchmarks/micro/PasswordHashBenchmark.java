package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.credential.Passwords;
import dev.gatehouse.common.rpc.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The hashing of a password with Argon2id at its default cost, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PasswordHashBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Passwords passwords =
            new Passwords(PasswordConfig.defaults(), new SecureRandom(), InstantSource.system(), System::nanoTime);

    @Setup
    public void start() {
        passwords.start();
    }

    @TearDown
    public void close() {
        passwords.close();
    }

    @Benchmark
    public Object hash() {
        return passwords.hash("a long walk by the sea", Deadline.after(LIMIT, InstantSource.system()));
    }
}
