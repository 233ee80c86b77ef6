package dev.gatehouse.auth.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;

/**
 * Argon2id over passwords in NFKC. Costs what its parameters say, on the thread that calls. The memory that a hash fills, cleared after it,
 * is kept for the next: to collect it as garbage costs a tenth of the hash again. Thread-safe.
 */
final class Argon2 {
    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;

    private final SecureRandom random;
    /** As many as there have been hashes at a time. */
    private final Queue<BlockPool> memory = new ConcurrentLinkedQueue<>();

    Argon2(SecureRandom random) {
        this.random = random;
    }

    PasswordHash hash(String password, Argon2Parameters parameters) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(parameters, salt, digest(password, parameters, salt, DIGEST_BYTES));
    }

    boolean matches(String password, PasswordHash hash) {
        return MessageDigest.isEqual(
                digest(password, hash.parameters(), hash.salt(), hash.digest().length), hash.digest());
    }

    private byte[] digest(String password, Argon2Parameters parameters, byte[] salt, int length) {
        byte[] bytes = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        BlockPool kept = memory.poll();
        BlockPool pool = kept == null ? pool(parameters) : kept;
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                            org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                    .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(parameters.memoryKiB())
                    .withIterations(parameters.iterations())
                    .withParallelism(parameters.parallelism())
                    .withSalt(salt)
                    .withBlockPool(pool)
                    .build());
            byte[] digest = new byte[length];
            generator.generateBytes(bytes, digest);
            return digest;
        } finally {
            memory.add(pool);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static BlockPool pool(Argon2Parameters parameters) {
        return new FixedBlockPool(Argon2BytesGenerator.getBlockCount(parameters.memoryKiB(), parameters.parallelism()));
    }
}
