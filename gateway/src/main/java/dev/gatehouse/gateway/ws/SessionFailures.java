package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.telemetry.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the defects that end sessions, and logs them at most once a minute: one client may meet the same defect again and again. Thread-safe. */
final class SessionFailures {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFailures.class);

    private final LongAdder count = new LongAdder();
    private final Throttle logging;

    /** @param ticker nanoseconds from any origin */
    SessionFailures(LongSupplier ticker) {
        this.logging = new Throttle(Duration.ofMinutes(1), ticker);
    }

    /**
     * Takes note of a defect.
     *
     * @param where what was being done
     */
    void report(String where, Throwable failure) {
        count.increment();
        if (logging.allows()) {
            LOG.error("a WebSocket session has failed: {}; {} since the start", where, count.sum(), failure);
        }
    }

    /** How many there have been. */
    long count() {
        return count.sum();
    }
}
