package dev.gatehouse.common.telemetry;

import dev.gatehouse.common.config.ConfigReader;
import org.slf4j.event.Level;

/**
 * How many lines one place in the code may log in a second, by level. More are counted and not written.
 *
 * @param error lines of ERROR
 * @param warn lines of WARN
 * @param info lines of INFO and below
 */
public record LogRateLimits(int error, int warn, int info) {
    public static final int DEFAULT_ERROR = 10;
    public static final int DEFAULT_WARN = 10;
    public static final int DEFAULT_INFO = 50;

    private static final int MAX = 1_000_000;

    public static LogRateLimits defaults() {
        return new LogRateLimits(DEFAULT_ERROR, DEFAULT_WARN, DEFAULT_INFO);
    }

    /** Reads {@code log.rate-limit.error}, {@code log.rate-limit.warn} and {@code log.rate-limit.info}. */
    static LogRateLimits read(ConfigReader reader) {
        return new LogRateLimits(
                reader.integer("log.rate-limit.error", DEFAULT_ERROR, 1, MAX),
                reader.integer("log.rate-limit.warn", DEFAULT_WARN, 1, MAX),
                reader.integer("log.rate-limit.info", DEFAULT_INFO, 1, MAX));
    }

    int of(Level level) {
        return switch (level) {
            case ERROR -> error;
            case WARN -> warn;
            case INFO, DEBUG, TRACE -> info;
        };
    }
}
