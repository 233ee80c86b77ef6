package dev.gatehouse.common.event;

import dev.gatehouse.common.retry.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How often an event whose handler fails is tried, and after which waits: a pure function.
 *
 * @param maxTries all tries, the first one included
 * @param min the wait after the first try
 * @param max what the doubling wait grows to
 */
public record RetryRules(int maxTries, Duration min, Duration max) {
    public RetryRules {
        if (maxTries < 1 || min.toMillis() < 1 || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("at least one try, and positive waits, the least not over the most");
        }
    }

    /** After how long it is tried again when so many tries have failed; empty where it is given up. */
    Optional<Duration> waitAfter(int failedTries) {
        if (failedTries >= maxTries) {
            return Optional.empty();
        }
        return Optional.of(Backoff.exact(min, max).wait(Math.max(0, failedTries - 1)));
    }
}
