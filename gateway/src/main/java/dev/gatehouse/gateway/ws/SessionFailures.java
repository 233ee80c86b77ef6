package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.telemetry.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the defects that end sessions, and logs one at most once a minute, because one client can cause the same defect many times. Thread-safe. */
final class SessionFailures {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFailures.class);

    private final LongAdder count = new LongAdder();
    private final Throttle logging;

    /** @param ticker nanoseconds from any origin */
    SessionFailures(LongSupplier ticker) {
        this.logging = new Throttle(Duration.ofMinutes(1), ticker);
    }

    /**
     * Counts a defect, and perhaps logs it.
     *
     * @param where what the session was doing
     */
    void report(String where, Throwable failure) {
        count.increment();
        if (logging.allows()) {
            LOG.error("a WebSocket session has failed: {}; {} since the start", where, count.sum(), failure);
        }
    }

    /** The number of defects since the start. */
    long count() {
        return count.sum();
    }
}
