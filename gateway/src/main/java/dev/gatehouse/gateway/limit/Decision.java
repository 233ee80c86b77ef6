package dev.gatehouse.gateway.limit;

import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Whether a request may go on.
 *
 * @param limit how many requests may come at once, where nothing has been used
 * @param remaining how many may come now
 * @param retryAfter when the next one may come; zero where this one may go on
 * @param reset when the budget is full again
 */
public record Decision(boolean allowed, int limit, long remaining, Duration retryAfter, Duration reset) {
    static Decision of(RateLimit limit, ConsumptionProbe probe) {
        return new Decision(
                probe.isConsumed(),
                limit.burst(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }
}
