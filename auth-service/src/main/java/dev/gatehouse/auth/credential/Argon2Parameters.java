package dev.gatehouse.auth.credential;

import dev.gatehouse.common.config.ByteSize;

/**
 * The cost of an Argon2id hash (RFC 9106).
 *
 * @param memory at least 8 KiB for each lane
 * @param iterations passes over the memory
 * @param parallelism lanes
 */
public record Argon2Parameters(ByteSize memory, int iterations, int parallelism) {
    public Argon2Parameters {
        if (iterations < 1 || parallelism < 1 || memory.bytes() < 8192L * parallelism) {
            throw new IllegalArgumentException(
                    "not a cost that Argon2id has: " + memory + ", " + iterations + ", " + parallelism);
        }
    }

    int memoryKiB() {
        return Math.toIntExact(memory.bytes() / 1024);
    }
}
