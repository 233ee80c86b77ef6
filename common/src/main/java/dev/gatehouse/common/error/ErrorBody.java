package dev.gatehouse.common.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The body of every error, over HTTP, WebSocket and AMQP.
 *
 * @param success always false
 * @param errorCode for programs; one of {@link ErrorCode}, or a service's own
 * @param message for people
 * @param details the violations of {@code validation.failed}; left out where empty
 * @param requestId the request that failed; left out where none is known
 * @param outcome whether the request may have been executed; there for every code of which {@link ErrorCode#carriesOutcome} is true
 * @param retryAfter whole seconds after which another try makes sense
 */
@JsonPropertyOrder({"success", "error_code", "message", "details", "request_id", "outcome", "retry_after"})
public record ErrorBody(
        boolean success,
        String errorCode,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldViolation> details,
        Optional<String> requestId,
        Optional<String> outcome,
        Optional<Long> retryAfter) {

    public ErrorBody {
        details = List.copyOf(details);
    }

    /** The body that tells of a failure. */
    public static ErrorBody of(ServiceException failure, Optional<String> requestId) {
        return new ErrorBody(
                false,
                failure.code().code(),
                failure.text(),
                failure.details(),
                requestId,
                failure.outcome().map(Outcome::text),
                failure.retryAfter().map(ErrorBody::wholeSeconds));
    }

    /** Rounded up and at least one: a client that comes back after it is never early. */
    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusNanos(999_999_999).toSeconds());
    }
}
