package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a service's reply means for the idempotency key of its request. */
enum ReplyEndings {
    /** The service has decided: success, or an error that another try would not change. */
    DEFINITE,
    /** Nothing has been done, and another try may succeed. */
    NOT_DONE,
    /** Nobody knows. */
    IN_DOUBT;

    /** These say something of the moment or of who asks, not of the request. */
    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.INVALID_CREDENTIALS,
            ErrorCode.TOKEN_EXPIRED,
            ErrorCode.INVALID_TOKEN,
            ErrorCode.FORBIDDEN,
            ErrorCode.REFRESH_INVALID,
            ErrorCode.REFRESH_EXPIRED,
            ErrorCode.REGISTRATION_DISABLED,
            ErrorCode.OTP_REQUIRED,
            ErrorCode.OTP_INVALID,
            ErrorCode.TOO_MANY_ATTEMPTS,
            ErrorCode.RATE_LIMITED,
            ErrorCode.NOT_IMPLEMENTED);

    static ReplyEndings of(ReplyEnvelope reply) {
        return switch (reply) {
            case ReplyEnvelope.Success _ -> DEFINITE;
            case ReplyEnvelope.Malformed _ -> IN_DOUBT;
            case ReplyEnvelope.Failure failure -> of(failure);
        };
    }

    private static ReplyEndings of(ReplyEnvelope.Failure failure) {
        if (ErrorCode.carriesOutcome(failure.errorCode()) || failure.outcome().isPresent()) {
            boolean notDone = failure.outcome()
                    .flatMap(Outcome::of)
                    .filter(Outcome.NOT_EXECUTED::equals)
                    .isPresent();
            return notDone ? NOT_DONE : IN_DOUBT;
        }
        Optional<ErrorCode> known = ErrorCode.of(failure.errorCode());
        if (known.filter(ErrorCode.INTERNAL_ERROR::equals).isPresent()) {
            return IN_DOUBT;
        }
        boolean passing = failure.retryAfterSeconds().isPresent()
                || known.filter(PASSING::contains).isPresent();
        return passing ? NOT_DONE : DEFINITE;
    }
}
