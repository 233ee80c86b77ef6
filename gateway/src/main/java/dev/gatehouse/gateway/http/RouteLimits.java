package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.limit.Decision;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.limit.Subject;
import dev.gatehouse.gateway.route.Route;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.List;

/** Holds requests to the limit of their route, and tells clients where they stand. Thread-safe. */
final class RouteLimits {
    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");

    private final RateLimiter limiter;

    RouteLimits(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** Counts a request, where its route has a limit. Throws {@code common.rate_limited} where it is one too many. */
    void count(HttpExchange exchange, Route route, Authenticator.Identity identity) {
        route.rateLimit().ifPresent(limit -> {
            Subject subject = Subject.of(
                    limit.per(),
                    identity.caller().map(caller -> caller.accountId().toString()),
                    exchange.clientAddress());
            Decision decision = limiter.take(route.name(), limit, subject);
            exchange.addHeaders(headers(decision));
            if (!decision.allowed()) {
                throw ServiceException.of(ErrorCode.RATE_LIMITED).retryAfter(decision.retryAfter());
            }
        });
    }

    private static List<Header> headers(Decision decision) {
        return List.of(
                HeaderValues.create(LIMIT, decision.limit()),
                HeaderValues.create(REMAINING, true, false, Long.toString(decision.remaining())),
                HeaderValues.create(RESET, true, false, Long.toString(wholeSeconds(decision.reset()))));
    }

    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
