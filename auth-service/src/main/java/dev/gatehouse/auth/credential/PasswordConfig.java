package dev.gatehouse.auth.credential;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;

/**
 * What a password's hash costs, and how many are made at once.
 *
 * @param parameters the cost of new hashes; older ones are replaced when their owner logs in
 * @param threads how many hashes are made at once; 0 stands for the number of processors
 * @param queue how many wait at most; each one more is refused
 */
public record PasswordConfig(Argon2Parameters parameters, int threads, int queue) {
    public static final ByteSize DEFAULT_MEMORY = ByteSize.ofMiB(19);
    public static final int DEFAULT_ITERATIONS = 2;
    public static final int DEFAULT_PARALLELISM = 1;
    public static final int DEFAULT_THREADS = 0;
    public static final int DEFAULT_QUEUE = 256;

    public PasswordConfig {
        threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** Everything by default. */
    public static PasswordConfig defaults() {
        return new PasswordConfig(
                new Argon2Parameters(DEFAULT_MEMORY, DEFAULT_ITERATIONS, DEFAULT_PARALLELISM),
                DEFAULT_THREADS,
                DEFAULT_QUEUE);
    }

    /** Reads the keys under {@code password}. */
    public static PasswordConfig read(ConfigReader reader) {
        return new PasswordConfig(
                new Argon2Parameters(
                        reader.size("password.memory", DEFAULT_MEMORY, ByteSize.ofMiB(8), ByteSize.ofMiB(1024)),
                        reader.integer("password.iterations", DEFAULT_ITERATIONS, 1, 100),
                        reader.integer("password.parallelism", DEFAULT_PARALLELISM, 1, 16)),
                reader.integer("password.threads", DEFAULT_THREADS, 0, 256),
                reader.integer("password.queue", DEFAULT_QUEUE, 1, 10_000));
    }
}
