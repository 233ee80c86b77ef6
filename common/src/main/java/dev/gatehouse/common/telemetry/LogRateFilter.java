package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.EventArgUtil;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.gatehouse.common.telemetry.LogRateLimiter.Place;
import dev.gatehouse.common.telemetry.LogRateLimiter.Suppressed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Writes no more than so many lines a second of one place in the code, one where it has the marker {@link Logging#ONCE_A_SECOND}, and says once
 * a second how many it has left out. Access logs, one line for each request, and lines with the marker {@link Logging#NOT_RATE_LIMITED} are
 * always written. Used by Logback's
 * configuration, before anything else is done for a line. Thread-safe.
 */
public final class LogRateFilter extends TurboFilter {
    private static final String ACCESS_LOG = ".access";
    private static final int MAX_EXAMPLE_CHARS = 200;

    private final LogRateLimiter limiter = new LogRateLimiter(System::nanoTime);
    private volatile LogRateLimits limits = LogRateLimits.defaults();

    void use(LogRateLimits next) {
        limits = next;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        // Without a pattern it is only asked whether the level is on.
        if (pattern == null || !level.isGreaterOrEqual(logger.getEffectiveLevel()) || isExempt(marker, logger)) {
            return FilterReply.NEUTRAL;
        }
        limiter.roll().forEach(this::tell);
        Throwable cause = thrown == null ? EventArgUtil.extractThrowable(arguments) : thrown;
        Place place = new Place(logger.getName(), slf4j(level), pattern, cause == null ? null : cause.getClass());
        int limit = limits.of(place.level());
        return switch (limiter.judge(place, Logging.ONCE_A_SECOND.equals(marker) ? 1 : limit, limit)) {
            case WRITTEN -> FilterReply.NEUTRAL;
            case SUPPRESSED -> FilterReply.DENY;
            case FIRST_SUPPRESSED -> {
                Thread.ofVirtual().name("log-suppression").start(this::tellOnceOver);
                yield FilterReply.DENY;
            }
        };
    }

    private static boolean isExempt(@Nullable Marker marker, Logger logger) {
        return logger.getName().endsWith(ACCESS_LOG) || Logging.NOT_RATE_LIMITED.equals(marker);
    }

    private static org.slf4j.event.Level slf4j(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> org.slf4j.event.Level.ERROR;
            case Level.WARN_INT -> org.slf4j.event.Level.WARN;
            case Level.INFO_INT -> org.slf4j.event.Level.INFO;
            case Level.DEBUG_INT -> org.slf4j.event.Level.DEBUG;
            default -> org.slf4j.event.Level.TRACE;
        };
    }

    /** The next line would tell, too; but it may be long in coming. */
    private void tellOnceOver() {
        try {
            Thread.sleep(LogRateLimiter.WINDOW);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        limiter.roll().forEach(this::tell);
    }

    private void tell(Suppressed suppressed) {
        Place example = suppressed.example();
        String thrown = example.thrown() == null ? "" : " (" + example.thrown().getName() + ")";
        if (getContext() instanceof LoggerContext context) {
            context.getLogger(example.logger())
                    .atLevel(example.level())
                    .addMarker(Logging.NOT_RATE_LIMITED)
                    .addArgument(suppressed.lines())
                    .addArgument(LogText.firstLine(example.pattern(), MAX_EXAMPLE_CHARS) + thrown)
                    .log("suppressed {} lines like: {}");
        }
    }
}
