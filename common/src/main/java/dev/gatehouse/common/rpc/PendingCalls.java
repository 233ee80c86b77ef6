package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ServiceException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls that wait for their replies, by correlation id, bounded in number. Thread-safe. */
final class PendingCalls {
    private final int max;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, PendingCall> calls = new ConcurrentHashMap<>();

    PendingCalls(int max) {
        this.max = max;
    }

    /** False where there are too many. */
    boolean add(PendingCall call) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return false;
        }
        calls.put(call.correlationId(), call);
        return true;
    }

    void remove(PendingCall call) {
        if (calls.remove(call.correlationId(), call)) {
            count.decrementAndGet();
        }
    }

    Optional<PendingCall> find(String correlationId) {
        return Optional.ofNullable(calls.get(correlationId));
    }

    /** Times out what has waited for too long, and says how long the next has left; {@link Long#MAX_VALUE} where there is none. */
    long timeOut(long nowNanos) {
        long least = Long.MAX_VALUE;
        for (PendingCall call : calls.values()) {
            long left = call.leftNanos(nowNanos);
            if (left <= 0) {
                call.timeOut();
            } else {
                least = Math.min(least, left);
            }
        }
        return least;
    }

    void failAll(ServiceException failure) {
        calls.values().forEach(call -> call.fail(failure));
    }

    void failUnwritten(ServiceException failure) {
        calls.values().forEach(call -> call.failUnwritten(failure));
    }

    int size() {
        return count.get();
    }
}
