package dev.gatehouse.common.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code that the caller is meant to see. It carries no stack trace of its own: it is an answer, not a defect. A cause
 * is for the log and never reaches the caller.
 */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldViolation> details;
    private final @Nullable Duration retryAfter;
    private final @Nullable Outcome outcome;

    private ServiceException(
            ErrorCode code,
            String message,
            @Nullable Throwable cause,
            List<FieldViolation> details,
            @Nullable Duration retryAfter,
            @Nullable Outcome outcome) {
        super(message, cause, false, false);
        this.code = code;
        this.details = List.copyOf(details);
        this.retryAfter = retryAfter;
        this.outcome = outcome;
    }

    /** A failure with the code's own message; where the code must carry an outcome it is {@code unknown}. */
    public static ServiceException of(ErrorCode code) {
        return of(code, code.message());
    }

    /** A failure with a message for people; where the code must carry an outcome it is {@code unknown}. */
    public static ServiceException of(ErrorCode code, String message) {
        return new ServiceException(
                code, message, null, List.of(), null, code.carriesOutcome() ? Outcome.UNKNOWN : null);
    }

    /** {@code validation.failed} with all its violations, at least one. */
    public static ServiceException invalid(List<FieldViolation> details) {
        if (details.isEmpty()) {
            throw new IllegalArgumentException("validation.failed needs at least one violation");
        }
        return new ServiceException(
                ErrorCode.VALIDATION_FAILED, ErrorCode.VALIDATION_FAILED.message(), null, details, null, null);
    }

    /** {@code validation.failed} with one violation. */
    public static ServiceException invalid(String field, String violationCode, String message) {
        return invalid(List.of(new FieldViolation(field, violationCode, message)));
    }

    /** {@code common.overloaded}, refused before anything was done. */
    public static ServiceException overloaded(String message, Duration retryAfter) {
        return of(ErrorCode.OVERLOADED, message).notExecuted().retryAfter(retryAfter);
    }

    /** The same failure, known not to have been executed. */
    public ServiceException notExecuted() {
        return new ServiceException(code, text(), getCause(), details, retryAfter, Outcome.NOT_EXECUTED);
    }

    /** The same failure, of a request that may have been executed. */
    public ServiceException possiblyExecuted() {
        return new ServiceException(code, text(), getCause(), details, retryAfter, Outcome.UNKNOWN);
    }

    /** The same failure, with the time after which another try makes sense. */
    public ServiceException retryAfter(Duration after) {
        return new ServiceException(code, text(), getCause(), details, after, outcome);
    }

    /** The same failure, with what caused it, for the log. */
    public ServiceException causedBy(Throwable cause) {
        return new ServiceException(code, text(), cause, details, retryAfter, outcome);
    }

    public ErrorCode code() {
        return code;
    }

    public List<FieldViolation> details() {
        return details;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** The message for people, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? code.message() : message;
    }
}
