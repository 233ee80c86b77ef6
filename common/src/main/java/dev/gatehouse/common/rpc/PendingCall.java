package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A call that waits for its reply. The first of reply, failure and timeout decides, whichever thread brings it; what comes later changes
 * nothing. The thread that makes it waits, without a time limit of its own: the {@link TimeoutWatch} ends it.
 */
final class PendingCall {
    private final String correlationId;
    private final long untilNanos;
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<CallState> state = new AtomicReference<>(CallState.Waiting.QUEUED);

    /** @param untilNanos the {@link System#nanoTime} at which it times out */
    PendingCall(String correlationId, long untilNanos) {
        this.correlationId = correlationId;
        this.untilNanos = untilNanos;
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

    /** How long until it times out; not positive where that is now. */
    long leftNanos(long nowNanos) {
        return untilNanos - nowNanos;
    }

    /** False where the call was over. */
    boolean timeOut() {
        return fail(ServiceException.of(ErrorCode.RPC_TIMEOUT));
    }

    /** Waits for the end of the call. */
    byte[] await() {
        boolean interrupted = false;
        while (!state.get().isOver()) {
            if (Thread.interrupted()) {
                interrupted = true;
                fail(ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "The call was interrupted."));
            } else {
                LockSupport.park(this);
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
