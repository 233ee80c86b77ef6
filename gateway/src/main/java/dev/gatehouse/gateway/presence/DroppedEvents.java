package dev.gatehouse.gateway.presence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the events that nobody will get, and says so, but at most once a minute. Thread-safe. */
final class DroppedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder warnings = new LongAdder();
    private final AtomicLong nextWarning;

    DroppedEvents(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextWarning = new AtomicLong(nanoTime.getAsLong());
    }

    void add(long events, String why) {
        dropped.add(events);
        long now = nanoTime.getAsLong();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + PAUSE_NANOS)) {
            warnings.increment();
            LOG.warn("events of connections are dropped: {}; {} since the start", why, dropped.sum());
        }
    }

    long count() {
        return dropped.sum();
    }

    /** How often it has been said. */
    long warnings() {
        return warnings.sum();
    }
}
