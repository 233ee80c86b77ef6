package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a client has been answered.
 *
 * @param status 0 where there was no answer
 * @param code {@value #OK}, an error code, or what there was instead
 * @param sentNanos when the request was sent, as {@link System#nanoTime}
 * @param requestId the key to the logs
 */
record Answer(
        Kind kind,
        int status,
        String code,
        Optional<Outcome> outcome,
        JsonNode data,
        String requestId,
        long sentNanos,
        long answeredNanos) {
    static final String OK = "ok";
    static final String NONE = "none";
    private static final Set<String> OF_FAULTS = Set.of(
            ErrorCode.RPC_UNAVAILABLE.code(),
            ErrorCode.RPC_TIMEOUT.code(),
            ErrorCode.UNAVAILABLE.code(),
            ErrorCode.OVERLOADED.code());

    boolean isSuccess() {
        return code.equals(OK);
    }

    /** Whether it tells of a part of the system that is away. */
    boolean tellsOfFault() {
        return OF_FAULTS.contains(code);
    }

    boolean isInvalidToken() {
        return code.equals(ErrorCode.INVALID_TOKEN.code());
    }

    Fate fate() {
        if (isSuccess()) {
            return Fate.DONE;
        }
        if (outcome.isPresent()) {
            return outcome.get() == Outcome.NOT_EXECUTED ? Fate.NOT_EXECUTED : Fate.UNKNOWN;
        }
        boolean unforeseen = status == 0 || code.equals(ErrorCode.INTERNAL_ERROR.code()) || tellsOfFault();
        return unforeseen ? Fate.UNKNOWN : Fate.REFUSED;
    }

    double millis() {
        return (answeredNanos - sentNanos) / 1e6;
    }

    @Override
    public String toString() {
        Instant sent = Instant.now().minusNanos(System.nanoTime() - sentNanos).truncatedTo(ChronoUnit.MILLIS);
        return "%s sent %s answered %d %s %s after %.0f ms (request %s)"
                .formatted(kind, sent, status, code, outcome.map(Outcome::text).orElse(""), millis(), requestId);
    }
}
