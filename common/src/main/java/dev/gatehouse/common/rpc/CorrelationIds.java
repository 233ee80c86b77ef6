package dev.gatehouse.common.rpc;

import java.security.SecureRandom;
import java.util.Base64;

/** New correlation ids: 128 random bits, so that nobody who can send to a reply queue can guess whose reply it awaits. Thread-safe. */
final class CorrelationIds {
    private static final int BYTES = 16;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;

    CorrelationIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return TEXT.encodeToString(bytes);
    }
}
