package dev.gatehouse.gateway.push;

import dev.gatehouse.common.telemetry.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts pushes that are dropped, and tells of one a minute at most. Recorded by one thread; the count may be read by any. */
final class DroppedPushes {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedPushes.class);

    private final AtomicLong dropped = new AtomicLong();
    private final Throttle telling;
    private long told;

    /** @param ticker nanoseconds from any origin */
    DroppedPushes(LongSupplier ticker) {
        this.telling = new Throttle(Duration.ofMinutes(1), ticker);
    }

    long count() {
        return dropped.get();
    }

    /** Records one; true where it was told. */
    boolean record(String routingKey, String reason) {
        long count = dropped.incrementAndGet();
        if (!telling.allows()) {
            return false;
        }
        LOG.warn("a push to {} is dropped, the {} since this was last told: {}", routingKey, count - told, reason);
        told = count;
        return true;
    }
}
