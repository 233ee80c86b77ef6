package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.telemetry.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the events that nobody will get, and says so, but at most once a minute. Thread-safe. */
final class DroppedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);

    private final LongAdder dropped = new LongAdder();
    private final LongAdder warnings = new LongAdder();
    private final Throttle telling;

    /** @param ticker nanoseconds from any origin */
    DroppedEvents(LongSupplier ticker) {
        this.telling = new Throttle(Duration.ofMinutes(1), ticker);
    }

    void add(long events, String why) {
        dropped.add(events);
        if (telling.allows()) {
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
