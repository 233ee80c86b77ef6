package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** Reads a reply as the type that its method promises. A newer service may answer with more fields than are known here. */
final class TypedReply {
    private static final Logger LOG = LoggerFactory.getLogger(RpcClient.class);
    private static final ObjectReader READER =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private TypedReply() {}

    /** Throws the {@link ServiceException} that the reply tells of, or {@code rpc.bad_response} where it makes no sense. */
    static <R> R read(byte[] reply, Class<R> type) {
        return switch (EnvelopeScanner.scan(reply)) {
            case ReplyEnvelope.Success success -> data(success, type);
            case ReplyEnvelope.Failure failure -> throw exception(failure);
            case ReplyEnvelope.Malformed malformed -> {
                LOG.warn("a reply is not an envelope: {}", malformed.reason());
                throw ServiceException.of(ErrorCode.RPC_BAD_RESPONSE);
            }
        };
    }

    private static <R> R data(ReplyEnvelope.Success success, Class<R> type) {
        try {
            return READER.forType(type)
                    .readValue(success.body(), success.dataStart(), success.dataEnd() - success.dataStart());
        } catch (JacksonException e) {
            throw RpcFailures.badResponse(e);
        }
    }

    private static ServiceException exception(ReplyEnvelope.Failure failure) {
        ErrorCode code = ErrorCode.of(failure.errorCode()).orElse(ErrorCode.INTERNAL_ERROR);
        String message = code.code().equals(failure.errorCode())
                ? failure.message()
                : failure.errorCode() + ": " + failure.message();
        ServiceException exception =
                code == ErrorCode.VALIDATION_FAILED && !failure.details().isEmpty()
                        ? ServiceException.invalid(failure.details())
                        : ServiceException.of(code, message);
        if (failure.outcome()
                .flatMap(Outcome::of)
                .filter(Outcome.NOT_EXECUTED::equals)
                .isPresent()) {
            exception = exception.notExecuted();
        }
        return failure.retryAfterSeconds()
                .map(Duration::ofSeconds)
                .map(exception::retryAfter)
                .orElse(exception);
    }
}
