package dev.gatehouse.common.rpc;

import dev.gatehouse.common.lifecycle.Loop;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the calls that have waited for too long. One thread sleeps until the first of them is due, so that the callers need no timers: a
 * timer for each call would be set and taken back for almost all of them, which costs more than the rest of the waiting.
 */
final class TimeoutWatch implements AutoCloseable {
    private final PendingCalls calls;
    private final Loop loop;
    /** When the thread looks again, by {@link System#nanoTime}; meaningless while {@link #looking}. */
    private volatile long wakesAt;
    /** Whether a call that is added now may be overlooked. */
    private volatile boolean looking = true;

    private volatile boolean closed;

    TimeoutWatch(PendingCalls calls, String name) {
        this.calls = calls;
        this.loop = new Loop(name, this::look);
    }

    void start() {
        loop.start();
    }

    /** Takes note of a call that has just become one of the pending ones; fails it where no more are taken. Any thread. */
    void added(PendingCall call) {
        if (closed) {
            call.fail(RpcFailures.disconnected());
        } else if (looking || call.leftNanos(wakesAt) < 0) {
            loop.wake();
        }
    }

    /** Takes no more calls. The thread ends with the last that is pending. */
    @Override
    public void close() {
        closed = true;
        loop.wake();
    }

    private void look() {
        // Before the look, so that a call which is added meanwhile is seen by the next one.
        boolean isLast = closed;
        looking = true;
        long now = System.nanoTime();
        long left = calls.timeOut(now);
        if (left < Long.MAX_VALUE) {
            wakesAt = now + left;
            looking = false;
            LockSupport.parkNanos(this, left);
        } else if (isLast) {
            loop.end();
        } else {
            LockSupport.park(this);
        }
    }
}
