package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.soak.StoredState.StoredSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds what is in the database against what clients were told. */
final class StateAudit {
    private static final String LOGOUT = "logout";
    private static final String REUSE = "reuse";

    private final Facts facts;
    private final StoredState stored;
    private final Violations violations;

    StateAudit(Facts facts, StoredState stored, Violations violations) {
        this.facts = facts;
        this.stored = stored;
        this.violations = violations;
    }

    void run() {
        facts.registrations().values().forEach(this::registration);
        stored.accounts()
                .keySet()
                .forEach(username -> violations.require(
                        facts.registrations().containsKey(username), Rule.NO_PHANTOM, "account " + username));
        logins();
        stored.sessions().values().forEach(this::session);
        facts.logouts().forEach(this::logout);
    }

    private void registration(Facts.Registered registered) {
        List<UUID> ids = stored.accounts().getOrDefault(registered.username(), List.of());
        String detail = registered.username() + " is there " + ids.size() + " times: " + registered.answer();
        switch (registered.answer().fate()) {
            case DONE ->
                violations.require(ids.equals(List.of(registered.accountId())), Rule.REGISTRATION_KEPT, detail);
            case NOT_EXECUTED -> violations.require(ids.isEmpty(), Rule.NOT_EXECUTED, detail);
            case UNKNOWN, REFUSED -> violations.require(ids.size() <= 1, Rule.EXECUTED_ONCE, detail);
        }
    }

    /** A login makes one session, or none where it was not executed. */
    private void logins() {
        Map<UUID, Long> sessions = stored.sessions().values().stream()
                .collect(Collectors.groupingBy(StoredSession::accountId, Collectors.counting()));
        Map<UUID, List<Facts.LoggedIn>> logins =
                facts.logins().stream().collect(Collectors.groupingBy(Facts.LoggedIn::accountId));
        logins.forEach((account, attempts) -> {
            long done = count(attempts, Fate.DONE);
            long unknown = count(attempts, Fate.UNKNOWN);
            long found = sessions.getOrDefault(account, 0L);
            String detail = "account %s has %d sessions after %d logins and %d that may have been done: %s"
                    .formatted(account, found, done, unknown, attempts.getLast().answer());
            violations.require(found >= done, Rule.CHAIN_KEPT, detail);
            boolean denied = count(attempts, Fate.NOT_EXECUTED) > 0;
            violations.require(found <= done + unknown, denied ? Rule.NOT_EXECUTED : Rule.EXECUTED_ONCE, detail);
        });
        sessions.keySet()
                .forEach(account -> violations.require(
                        logins.containsKey(account), Rule.NO_PHANTOM, "a session of account " + account));
    }

    private static long count(List<Facts.LoggedIn> attempts, Fate fate) {
        return attempts.stream()
                .filter(attempt -> attempt.answer().fate() == fate)
                .count();
    }

    private void session(StoredSession session) {
        Optional<Facts.Chain> known = Optional.ofNullable(facts.chains().get(session.id()));
        if (known.isEmpty()) {
            // The answer to its login was lost.
            return;
        }
        Facts.Chain chain = known.get();
        int most = chain.rotations() + (chain.unresolved() ? 1 : 0);
        violations.require(
                session.generation() >= chain.rotations() && session.generation() <= most,
                Rule.EXECUTED_ONCE,
                session + " against " + chain);
        boolean reuse = session.revokeReason().equals(Optional.of(REUSE));
        violations.require(!reuse || chain.lapsed(), Rule.CHAIN_KEPT, session + " against " + chain);
    }

    private void logout(Facts.LoggedOut logout) {
        Optional<StoredSession> session = Optional.ofNullable(stored.sessions().get(logout.sessionId()));
        boolean ended = session.flatMap(StoredSession::revokeReason).equals(Optional.of(LOGOUT));
        String detail = session + ": " + logout.answer();
        switch (logout.answer().fate()) {
            case DONE -> violations.require(ended, Rule.REVOKED_FOR_GOOD, detail);
            case NOT_EXECUTED -> violations.require(!ended, Rule.NOT_EXECUTED, detail);
            case UNKNOWN, REFUSED -> {
                // Either may be so.
            }
        }
    }
}
