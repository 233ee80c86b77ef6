package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A call that waits for its reply. The first of reply, failure and timeout decides, whichever thread brings it; what comes later changes
 * nothing. The thread that makes it waits.
 */
final class PendingCall {
    private final String correlationId;
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<CallState> state = new AtomicReference<>(CallState.Waiting.QUEUED);

    PendingCall(String correlationId) {
        this.correlationId = correlationId;
    }

    String correlationId() {
        return correlationId;
    }

    /** False where nobody waits any more. */
    boolean write() {
        return apply(CallState::write);
    }

    /** False where the call was over. */
    boolean reply(byte[] body) {
        return apply(current -> current.reply(body));
    }

    /** False where the call was over. The outcome is {@code not_executed} where nothing has gone out or the failure says so. */
    boolean fail(ServiceException failure) {
        return apply(current -> current.fail(failure));
    }

    /** False where the request has gone out or the call was over. */
    boolean failUnwritten(ServiceException failure) {
        return apply(current -> current.failUnwritten(failure));
    }

    /** Waits for the end of the call, but not beyond the given {@link System#nanoTime}. */
    byte[] await(long untilNanos) {
        boolean interrupted = false;
        while (!state.get().isOver()) {
            long left = untilNanos - System.nanoTime();
            if (left <= 0) {
                fail(ServiceException.of(ErrorCode.RPC_TIMEOUT));
            } else if (Thread.interrupted()) {
                interrupted = true;
                fail(ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "The call was interrupted."));
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
        return result();
    }

    private byte[] result() {
        return switch (state.get()) {
            case CallState.Replied replied -> replied.body();
            case CallState.Failed failed -> throw failed.failure();
            case CallState.Waiting _ -> throw new IllegalStateException("the call is not over");
        };
    }

    private boolean apply(Function<CallState, Optional<CallState>> transition) {
        while (true) {
            CallState current = state.get();
            Optional<CallState> next = transition.apply(current);
            if (next.isEmpty()) {
                return false;
            }
            if (state.compareAndSet(current, next.get())) {
                if (next.get().isOver() && Thread.currentThread() != caller) {
                    LockSupport.unpark(caller);
                }
                return true;
            }
        }
    }
}
