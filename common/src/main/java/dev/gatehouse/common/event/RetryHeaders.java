package dev.gatehouse.common.event;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The headers of copies of events: how often each has been tried, and when it is to be tried again. */
final class RetryHeaders {
    /** How often it has been tried. */
    static final String TRIES = "x-tries";
    /** When it is to be tried again, in milliseconds since the epoch. */
    static final String RETRY_AT = "x-retry-at";
    /** What has gone wrong: the class of a failure, or why it is no event. */
    static final String ERROR = "x-error";

    private RetryHeaders() {}

    /** Zero where it is not there, or no number. */
    static int tries(Map<String, String> headers) {
        return (int) Math.clamp(number(headers, TRIES), 0L, Integer.MAX_VALUE - 1L);
    }

    /** How long it is still to be held back, never negative and never over the longest. */
    static Duration holdBack(Map<String, String> headers, InstantSource clock, Duration longest) {
        long millis = number(headers, RETRY_AT) - clock.instant().toEpochMilli();
        return Duration.ofMillis(Math.clamp(millis, 0L, longest.toMillis()));
    }

    private static long number(Map<String, String> headers, String name) {
        try {
            return Long.parseLong(headers.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
