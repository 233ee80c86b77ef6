package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Bounds the requests that are worked on at a time. A request that still waits for its client is not worked on. Thread-safe. */
final class Permits {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AtomicInteger underWay = new AtomicInteger();

    /** Does work. Throws {@code common.overloaded} if there are as many already. */
    <T> T during(int most, Supplier<T> work) {
        try {
            if (underWay.incrementAndGet() > most) {
                throw ServiceException.overloaded(ErrorCode.OVERLOADED.message(), RETRY_AFTER);
            }
            return work.get();
        } finally {
            underWay.decrementAndGet();
        }
    }
}
