package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.FieldViolation;
import java.util.List;
import java.util.Optional;

/** What a reply's body turns out to be: exactly one of success, failure, or no envelope at all. */
public sealed interface ReplyEnvelope {
    /**
     * {@code {"success": true, "data": {...}}}.
     *
     * @param body the whole body
     * @param dataStart where the bytes of {@code data} begin
     * @param dataEnd where they end, exclusive
     */
    record Success(byte[] body, int dataStart, int dataEnd) implements ReplyEnvelope {}

    /**
     * {@code {"success": false, "error_code": "...", ...}}.
     *
     * @param errorCode a code of {@link dev.gatehouse.common.error.ErrorCode} or the service's own
     * @param retryAfterSeconds after how many seconds another try makes sense
     */
    record Failure(
            String errorCode,
            String message,
            List<FieldViolation> details,
            Optional<String> outcome,
            Optional<Long> retryAfterSeconds)
            implements ReplyEnvelope {}

    /**
     * Not an envelope.
     *
     * @param reason why, for the log
     */
    record Malformed(String reason) implements ReplyEnvelope {}
}
