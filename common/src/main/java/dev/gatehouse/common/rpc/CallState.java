package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ServiceException;
import java.util.Optional;

/** Where a call stands. The transitions are pure; {@link PendingCall} applies them one at a time. */
sealed interface CallState {
    /** Nothing is decided yet. */
    enum Waiting implements CallState {
        /** No byte has gone out. */
        QUEUED,
        /** The request has, or may have, gone out. */
        WRITTEN
    }

    record Replied(byte[] body) implements CallState {}

    record Failed(ServiceException failure) implements CallState {}

    default boolean isOver() {
        return switch (this) {
            case Waiting _ -> false;
            case Replied _, Failed _ -> true;
        };
    }

    /** The state once writing begins; empty where nobody waits any more. */
    default Optional<CallState> write() {
        return this == Waiting.QUEUED ? Optional.of(Waiting.WRITTEN) : Optional.empty();
    }

    /** The state with the reply; empty where the call is over. */
    default Optional<CallState> reply(byte[] body) {
        return isOver() ? Optional.empty() : Optional.of(new Replied(body));
    }

    /** The state after a failure, not executed where nothing has gone out; empty where the call is over. */
    default Optional<CallState> fail(ServiceException failure) {
        return switch (this) {
            case Waiting.QUEUED -> Optional.of(new Failed(failure.notExecuted()));
            case Waiting.WRITTEN -> Optional.of(new Failed(failure));
            case Replied _, Failed _ -> Optional.empty();
        };
    }

    /** The state after a failure that only concerns what has not gone out; empty for anything else. */
    default Optional<CallState> failUnwritten(ServiceException failure) {
        return this == Waiting.QUEUED ? fail(failure) : Optional.empty();
    }
}
