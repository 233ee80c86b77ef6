package dev.gatehouse.common.error;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every failure that Gatehouse knows, with the HTTP status that it maps to. Codes are stable; messages are not. */
public enum ErrorCode {
    INVALID_CREDENTIALS("auth.invalid_credentials", 401, "The login or the password is wrong."),
    TOKEN_EXPIRED("auth.token_expired", 401, "The access token has expired."),
    INVALID_TOKEN("auth.invalid_token", 401, "The access token is missing or not valid."),
    FORBIDDEN("auth.forbidden", 403, "A needed scope or role is missing."),
    USER_EXISTS("auth.user_exists", 409, "That username or email is taken."),
    VALIDATION_FAILED("validation.failed", 400, "The request is not valid."),
    RPC_TIMEOUT("rpc.timeout", 504, "The service did not answer in time."),
    RPC_BAD_RESPONSE("rpc.bad_response", 502, "The service gave an answer that is not valid."),
    NOT_IMPLEMENTED("common.not_implemented", 501, "This is not implemented."),
    INTERNAL_ERROR("common.internal_error", 500, "Something went wrong."),

    REFRESH_INVALID("auth.refresh_invalid", 401, "The refresh token is not valid."),
    REFRESH_EXPIRED("auth.refresh_expired", 401, "The refresh token or its session has expired."),
    REGISTRATION_DISABLED("auth.registration_disabled", 403, "Registration is disabled."),
    OTP_REQUIRED("auth.otp_required", 401, "A one-time code is needed."),
    OTP_INVALID("auth.otp_invalid", 401, "The one-time code is wrong or already used."),
    TOO_MANY_ATTEMPTS("auth.too_many_attempts", 429, "Too many attempts."),
    RPC_UNAVAILABLE("rpc.unavailable", 503, "The service cannot be reached."),
    OVERLOADED("common.overloaded", 503, "The system is busy."),
    UNAVAILABLE("common.unavailable", 503, "A part that the service depends on is not available."),
    RATE_LIMITED("common.rate_limited", 429, "The rate limit is exceeded."),
    NOT_FOUND("common.not_found", 404, "There is nothing here."),
    METHOD_NOT_ALLOWED("common.method_not_allowed", 405, "The method is not allowed here."),
    PAYLOAD_TOO_LARGE("common.payload_too_large", 413, "The request is too large."),
    UNSUPPORTED_MEDIA_TYPE("common.unsupported_media_type", 415, "The content type is not supported."),
    CONFLICT("common.conflict", 409, "The request conflicts with another one.");

    private static final Map<String, ErrorCode> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));

    private final String code;
    private final int status;
    private final String message;

    ErrorCode(String code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
    }

    /** The code on the wire, such as {@code auth.user_exists}. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The message that is used where the failure brings none of its own. */
    public String message() {
        return message;
    }

    /** Whether an error with this code must say if the request may have been executed. */
    public boolean carriesOutcome() {
        return carriesOutcome(code);
    }

    /** Whether an error with this code, known here or not, must say if the request may have been executed. */
    public static boolean carriesOutcome(String code) {
        return code.startsWith("rpc.") || code.equals(OVERLOADED.code) || code.equals(UNAVAILABLE.code);
    }

    /** The error that a code on the wire names; empty where the code is a service's own. */
    public static Optional<ErrorCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
