package dev.gatehouse.common.telemetry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Counts the lines of each place in the code, second by second, and says which are too many. A logger as a whole has an allowance, too,
 * because the text of some lines is made before it is logged: then each line looks like a place of its own. Thread-safe: everything is
 * guarded by the lock, under which nothing else is called.
 */
final class LogRateLimiter {
    static final Duration WINDOW = Duration.ofSeconds(1);

    /** A logger may log as many lines as so many of its places. */
    static final int PLACES_PER_LOGGER = 5;

    /** The most places and loggers that are told apart within a second; the rest share one allowance. */
    static final int MAX_PLACES = 2_000;

    private static final Place REST = new Place("", Level.ERROR, "", null);

    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Place, Count> counts = new HashMap<>();
    private boolean suppressing;
    private long windowStart;

    /**
     * A place in the code.
     *
     * @param pattern the message without its arguments
     * @param thrown the class of the exception that is logged with it
     */
    record Place(
            String logger,
            Level level,
            String pattern,
            @Nullable Class<?> thrown) {
        private Place anyOfLogger() {
            return new Place(logger, level, "", null);
        }
    }

    /**
     * What was not written.
     *
     * @param example the first of them
     */
    record Suppressed(Place example, long lines) {}

    /** What becomes of a line. */
    enum Verdict {
        WRITTEN,
        /** It is the first one in its second: somebody has to see to it that {@link #roll} is called once that is over. */
        FIRST_SUPPRESSED,
        SUPPRESSED
    }

    private static final class Count {
        private int written;
        private long suppressed;
        private @Nullable Place example;
    }

    /** @param ticker nanoseconds from any origin */
    LogRateLimiter(LongSupplier ticker) {
        this.ticker = ticker;
        this.windowStart = ticker.getAsLong();
    }

    /**
     * What becomes of a line.
     *
     * @param limit of the place
     * @param usual of other places of the logger with that level, by which the logger's allowance is measured
     */
    Verdict judge(Place place, int limit, int usual) {
        lock.lock();
        try {
            Count ofLogger = count(place.anyOfLogger());
            if (ofLogger.written >= usual * (long) PLACES_PER_LOGGER) {
                return suppress(ofLogger, place);
            }
            Count ofPlace = count(place);
            if (ofPlace.written >= limit) {
                return suppress(ofPlace, place);
            }
            ofLogger.written++;
            ofPlace.written++;
            return Verdict.WRITTEN;
        } finally {
            lock.unlock();
        }
    }

    private Verdict suppress(Count count, Place place) {
        count.suppressed++;
        if (count.example == null) {
            count.example = place;
        }
        Verdict verdict = suppressing ? Verdict.SUPPRESSED : Verdict.FIRST_SUPPRESSED;
        suppressing = true;
        return verdict;
    }

    private Count count(Place place) {
        Count known = counts.get(place);
        if (known != null) {
            return known;
        }
        return counts.computeIfAbsent(counts.size() < MAX_PLACES ? place : REST, _ -> new Count());
    }

    /** Begins another second if the present one is over, and returns what was suppressed in that. */
    List<Suppressed> roll() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            if (now - windowStart < WINDOW.toNanos()) {
                return List.of();
            }
            List<Suppressed> over = suppressing ? suppressed() : List.of();
            counts.clear();
            suppressing = false;
            windowStart = now;
            return over;
        } finally {
            lock.unlock();
        }
    }

    private List<Suppressed> suppressed() {
        return counts.values().stream()
                .filter(count -> count.suppressed > 0)
                .map(count -> new Suppressed(Objects.requireNonNull(count.example), count.suppressed))
                .toList();
    }
}
