package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;

/** The ways in which a call fails that the service has not answered. */
final class RpcFailures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private RpcFailures() {}

    /** Outcome unknown, unless the call knows better. */
    static ServiceException disconnected() {
        return ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "The message broker cannot be reached.");
    }

    static ServiceException unroutable() {
        return ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
    }

    static ServiceException blocked() {
        return ServiceException.overloaded("The message broker takes no messages for now.", RETRY_AFTER);
    }

    /** The broker has not taken the request. */
    static ServiceException queueFull() {
        return ServiceException.overloaded("The queue of the service is full.", RETRY_AFTER);
    }

    static ServiceException tooMany() {
        return ServiceException.overloaded("Too many calls are in flight.", RETRY_AFTER);
    }

    /** A reply has come that is too large, or cannot be read. Outcome unknown. */
    static ServiceException refusedReply() {
        return ServiceException.of(ErrorCode.RPC_BAD_RESPONSE);
    }

    static ServiceException badResponse(Throwable cause) {
        return ServiceException.of(ErrorCode.RPC_BAD_RESPONSE).causedBy(cause);
    }
}
