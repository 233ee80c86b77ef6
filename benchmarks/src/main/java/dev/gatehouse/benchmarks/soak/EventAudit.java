package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.soak.StoredState.StoredSession;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds the events against the database. */
final class EventAudit {
    private static final String REGISTERED = "auth.account.registered.v1";
    private static final String CREATED = "auth.session.created.v1";
    private static final String REVOKED = "auth.session.revoked.v1";
    private static final String ACCOUNT = "account_id";
    private static final String SESSION = "session_id";

    private final Map<String, List<CollectedEvent>> byType;
    private final StoredState stored;
    private final Violations violations;

    EventAudit(List<CollectedEvent> events, StoredState stored, Violations violations) {
        this.byType = events.stream().collect(Collectors.groupingBy(CollectedEvent::type));
        this.stored = stored;
        this.violations = violations;
    }

    void run() {
        Set<String> accounts = stored.accounts().values().stream()
                .flatMap(Collection::stream)
                .map(UUID::toString)
                .collect(Collectors.toSet());
        Map<String, CollectedEvent> registered = exactlyOnce(REGISTERED, ACCOUNT, accounts);
        Map<String, CollectedEvent> created = exactlyOnce(CREATED, SESSION, sessions(session -> true));
        Map<String, CollectedEvent> revoked = exactlyOnce(
                REVOKED, SESSION, sessions(session -> session.revokeReason().isPresent()));
        created.values().forEach(event -> after(event, Optional.ofNullable(registered.get(event.field(ACCOUNT)))));
        revoked.forEach((session, event) -> after(event, Optional.ofNullable(created.get(session))));
    }

    private Set<String> sessions(Predicate<StoredSession> which) {
        return stored.sessions().values().stream()
                .filter(which)
                .map(session -> session.id().toString())
                .collect(Collectors.toSet());
    }

    /** Each of those there are must have one event. Returns the first of each. */
    private Map<String, CollectedEvent> exactlyOnce(String type, String key, Set<String> there) {
        Map<String, List<CollectedEvent>> events =
                byType.getOrDefault(type, List.of()).stream().collect(Collectors.groupingBy(event -> event.field(key)));
        there.forEach(one ->
                violations.require(events.containsKey(one), Rule.EVENT_THERE, type + " of " + one + " is missing"));
        events.forEach((one, its) -> {
            violations.require(there.contains(one), Rule.EVENT_TRUE, type + " of " + one + ", which is not so");
            violations.require(its.size() == 1, Rule.EVENT_ONCE, type + " of " + one + " is there as " + its);
        });
        return events.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getFirst()));
    }

    private void after(CollectedEvent event, Optional<CollectedEvent> before) {
        violations.require(
                before.isEmpty() || before.get().place() < event.place(),
                Rule.EVENT_ORDER,
                event + " came before " + before);
    }
}
