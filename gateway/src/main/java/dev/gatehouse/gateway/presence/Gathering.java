package dev.gatehouse.gateway.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The answers to one question, while they come in. Thread-safe: guarded by {@code lock}. */
final class Gathering {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Set<UUID> awaited;

    @GuardedBy("lock")
    private final Map<UUID, ConnectionsTold> answers = new LinkedHashMap<>();

    /** Whether somebody may answer who is not known. */
    private final boolean others;

    Gathering(Members.Known known) {
        this.awaited = new HashSet<>(known.gateways());
        this.others = !known.isAll();
    }

    /** A gateway has said good-bye, and will not answer. */
    void left(UUID gateway) {
        lock.lock();
        try {
            awaited.remove(gateway);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an answer in, also of a gateway that was not known. */
    void add(ConnectionsTold answer) {
        lock.lock();
        try {
            awaited.remove(answer.gatewayId());
            if (answers.size() < Members.MAX_MEMBERS) {
                answers.put(answer.gatewayId(), answer);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everybody has answered, which nobody can tell where not all are known, or the time is over. */
    void await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while ((others || !awaited.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    List<ConnectionsTold> answers() {
        lock.lock();
        try {
            return List.copyOf(answers.values());
        } finally {
            lock.unlock();
        }
    }

    /** Whether everybody is known and has answered. */
    boolean isComplete() {
        lock.lock();
        try {
            return !others && awaited.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
