package dev.gatehouse.benchmarks.soak;

import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What clients have been promised, and is audited at the end. Thread-safe. */
final class Facts {
    private final Map<String, Registered> registrations = new ConcurrentHashMap<>();
    private final Queue<LoggedIn> logins = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Chain> chains = new ConcurrentHashMap<>();
    private final Queue<LoggedOut> logouts = new ConcurrentLinkedQueue<>();
    private final Map<String, Answer> echoes = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();

    /** An attempt to register, the only one for its username. */
    record Registered(String username, Answer answer) {
        UUID accountId() {
            return UUID.fromString(answer.data().path("account_id").asString());
        }
    }

    /** An attempt to log in. */
    record LoggedIn(UUID accountId, Answer answer) {}

    /**
     * What a session's refresh tokens have been used for.
     *
     * @param rotations how often there was a new one
     * @param unresolved whether the last use may have been executed, and was given up
     * @param lapsed whether it was given up too late, so that the session may be gone
     */
    record Chain(UUID sessionId, int rotations, boolean unresolved, boolean lapsed) {}

    record LoggedOut(UUID sessionId, Answer answer) {}

    /** A username that nobody has had. */
    String nextName() {
        return "soak" + names.incrementAndGet();
    }

    void registered(String username, Answer answer) {
        registrations.put(username, new Registered(username, answer));
    }

    void loggedIn(UUID accountId, Answer answer) {
        logins.add(new LoggedIn(accountId, answer));
    }

    void chain(Chain chain) {
        chains.put(chain.sessionId(), chain);
    }

    void loggedOut(UUID sessionId, Answer answer) {
        logouts.add(new LoggedOut(sessionId, answer));
    }

    void echoed(String id, Answer answer) {
        echoes.put(id, answer);
    }

    /** By username. */
    Map<String, Registered> registrations() {
        return registrations;
    }

    Collection<LoggedIn> logins() {
        return logins;
    }

    /** By session. */
    Map<UUID, Chain> chains() {
        return chains;
    }

    Collection<LoggedOut> logouts() {
        return logouts;
    }

    /** By the id in the body. */
    Map<String, Answer> echoes() {
        return echoes;
    }
}
