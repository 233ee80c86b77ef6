package dev.gatehouse.common.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/** New correlation ids: 128 random bits, so that nobody who can send to a reply queue can guess whose reply it awaits. Thread-safe. */
final class CorrelationIds {
    private static final int BYTES = 16;
    /** Random bits are asked for many at a time: each time is a call of the operating system, with a lock around it. */
    private static final int STOCK_BYTES = 256 * BYTES;

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final byte[] stock = new byte[STOCK_BYTES];

    @GuardedBy("lock")
    private int used = STOCK_BYTES;

    CorrelationIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        return TEXT.encodeToString(bytes());
    }

    private byte[] bytes() {
        lock.lock();
        try {
            if (used == STOCK_BYTES) {
                random.nextBytes(stock);
                used = 0;
            }
            used += BYTES;
            return Arrays.copyOfRange(stock, used - BYTES, used);
        } finally {
            lock.unlock();
        }
    }
}
