package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.push.Pushes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The live sessions of this gateway. Thread-safe. */
public final class SessionRegistry {
    private static final int MAX_DETACHED_STREAMS = 50_000;

    private final Set<Session> all = ConcurrentHashMap.newKeySet();
    private final SetsById<Session> bySession = new SetsById<>();
    private final Map<UUID, Integer> byAccount = new ConcurrentHashMap<>();
    private final EventStreams streams = new EventStreams(MAX_DETACHED_STREAMS);
    /** Guards adding sessions, so that none is added after the drain has begun, or above the bound. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean draining;

    /**
     * How many there are.
     *
     * @param connections live, authenticated or not
     * @param accounts with a live connection
     * @param streams of events, live ones and those that wait for their client
     * @param awaited the latter
     */
    public record Status(int connections, int accounts, int streams, int awaited, boolean draining) {}

    public Status status() {
        return new Status(all.size(), byAccount.size(), streams.size(), streams.detached(), draining);
    }

    /** How many connections each account has here now. */
    Map<UUID, Integer> byAccount() {
        return Map.copyOf(byAccount);
    }

    /** A session has been revoked: whatever is connected with it is closed. */
    public void revoked(UUID sessionId) {
        bySession.of(sessionId).forEach(session -> session.close(Closing.REVOKED));
    }

    int size() {
        return all.size();
    }

    EventStreams streams() {
        return streams;
    }

    /** Adds a session; returns false if there are {@code most} already, or the gateway is draining. */
    boolean add(Session session, int most) {
        lock.lock();
        try {
            return !draining && all.size() < most && all.add(session);
        } finally {
            lock.unlock();
        }
    }

    /** Counts an authenticated session for its account; false where that has too many. */
    boolean admit(Session session, RpcContext.Caller caller, int most) {
        boolean[] admitted = new boolean[1];
        byAccount.compute(caller.accountId(), (id, count) -> {
            int before = count == null ? 0 : count;
            admitted[0] = before < most;
            return admitted[0] ? Integer.valueOf(before + 1) : count;
        });
        if (admitted[0]) {
            bySession.add(caller.sessionId(), session);
        }
        return admitted[0];
    }

    /** Takes back what {@link #admit} did. */
    void leave(Session session, RpcContext.Caller caller) {
        byAccount.computeIfPresent(caller.accountId(), (id, count) -> count == 1 ? null : count - 1);
        bySession.remove(caller.sessionId(), session);
    }

    void remove(Session session) {
        all.remove(session);
    }

    /** Lets each session do what is due, and ends those that are overdue. A failure of one session ends that session alone. */
    void tick(Pushes pushes, long now) {
        for (Session session : all) {
            try {
                session.tick();
            } catch (Throwable e) {
                session.fail("at its timer", e);
            }
        }
        streams.expire(now, pushes);
    }

    /** Lets no more in, and ends each session at a time of its own within that. */
    void drain(Duration within) {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (Session session : all) {
            session.drain(Duration.ofNanos(random.nextLong(Math.max(1, within.toNanos()))));
        }
    }
}
