package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.gateway.route.Target;
import java.util.List;
import java.util.Optional;

/** What a client is told of failures that are not the gateway's own. */
public final class Failures {
    private Failures() {}

    /** A service's failure, under the id of the client's request. */
    public static ErrorBody of(ReplyEnvelope.Failure failure, String requestId) {
        Optional<String> outcome = failure.outcome().flatMap(Outcome::of).map(Outcome::text);
        if (outcome.isEmpty() && ErrorCode.carriesOutcome(failure.errorCode())) {
            outcome = Optional.of(Outcome.UNKNOWN.text());
        }
        return new ErrorBody(
                false,
                failure.errorCode(),
                failure.message(),
                failure.details(),
                Optional.of(requestId),
                outcome,
                failure.retryAfterSeconds());
    }

    /** A route's fixed failure. Nothing has been executed, and never will be: a code that must say so says so. */
    public static ErrorBody of(Target.FixedError fixed, String requestId) {
        Optional<String> outcome = ErrorCode.carriesOutcome(fixed.errorCode())
                ? Optional.of(Outcome.NOT_EXECUTED.text())
                : Optional.empty();
        return new ErrorBody(
                false,
                fixed.errorCode(),
                fixed.message(),
                List.of(),
                Optional.of(requestId),
                outcome,
                Optional.empty());
    }
}
