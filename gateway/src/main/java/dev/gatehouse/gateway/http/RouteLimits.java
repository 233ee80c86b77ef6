package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.limit.Decision;
import dev.gatehouse.gateway.limit.RateLimit;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.limit.Subject;
import dev.gatehouse.gateway.route.Route;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds requests to the limit of their route, and tells clients where they stand. Thread-safe. */
final class RouteLimits {
    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");

    private static final int UNAUTHORIZED = Status.UNAUTHORIZED_401.code();

    private final RateLimiter limiter;

    RouteLimits(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * Who sends a request, which is counted where its route has a limit. An address is counted before the token is checked. An account is
     * known only after that, and what all clients share is for those that are let in: there a refused token counts for the client's address, by
     * the same limit, so that guessing is limited in each case and takes nothing from others.
     *
     * @param admission finds out who it is, or throws
     */
    Authenticator.Identity admit(HttpExchange exchange, Route route, Supplier<Authenticator.Identity> admission) {
        Optional<RateLimit> limited = route.rateLimit();
        if (limited.isEmpty()) {
            return admission.get();
        }
        RateLimit limit = limited.get();
        if (limit.per() == RateLimit.Per.IP) {
            count(exchange, route, limit, Subject.ofAddress(exchange.clientAddress()));
            return admission.get();
        }
        Authenticator.Identity identity;
        try {
            identity = admission.get();
        } catch (ServiceException refused) {
            if (refused.code().status() == UNAUTHORIZED && exchange.isTokenSent()) {
                count(exchange, route, limit, Subject.ofAddress(exchange.clientAddress()));
            }
            throw refused;
        }
        Optional<String> account =
                identity.caller().map(caller -> caller.accountId().toString());
        count(exchange, route, limit, Subject.of(limit.per(), account, exchange.clientAddress()));
        return identity;
    }

    private void count(HttpExchange exchange, Route route, RateLimit limit, Subject subject) {
        Decision decision = limiter.take(route.name(), limit, subject);
        exchange.addHeaders(headers(decision));
        if (!decision.allowed()) {
            throw ServiceException.of(ErrorCode.RATE_LIMITED).retryAfter(decision.retryAfter());
        }
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
