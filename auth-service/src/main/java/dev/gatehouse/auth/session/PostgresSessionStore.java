package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.account.AccountStatus;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.Row;
import dev.gatehouse.auth.database.Transaction;
import dev.gatehouse.auth.token.RefreshToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions in PostgreSQL. A session's row is the lock that its refresh tokens are used under. Whatever opens or ends a session puts
 * the event that tells of it into the outbox.
 */
public final class PostgresSessionStore implements SessionStore {
    private final Database database;
    private final SessionEvents events;

    public PostgresSessionStore(Database database, SessionEvents events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public void open(SessionId id, AccountId accountId, Optional<String> ip, RefreshToken first, Instant now) {
        database.inTransaction(transaction -> {
            transaction.change(
                    "session-insert", Map.of("id", id.value(), "account_id", accountId.value(), "ip", ip, "now", now));
            addToken(transaction, id, 0, first, now);
            events.created(id, accountId, now);
            return id;
        });
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return database.inTransaction(transaction ->
                transaction.first("session-by-id", Map.of("id", id.value())).map(PostgresSessionStore::session));
    }

    @Override
    public Optional<Session> find(RefreshToken token) {
        return database.inTransaction(transaction -> transaction
                .first("session-by-token", Map.of("token_hash", token.hash()))
                .map(PostgresSessionStore::session));
    }

    @Override
    public Optional<RefreshOutcome> refresh(RefreshToken token, Rotation rotation, Instant now) {
        return database.inTransaction(transaction -> transaction
                .first("session-lock-by-token", Map.of("token_hash", token.hash()))
                .map(row -> {
                    Session session = session(row);
                    RefreshDecision decision = rotation.decide(session, row.integer("token_generation"));
                    return new RefreshOutcome(decision, apply(transaction, session, decision, rotation, now));
                }));
    }

    @Override
    public void revoke(RefreshToken token, RevokeReason reason, Instant now) {
        database.inTransaction(transaction -> {
            Optional<Row> revoked = transaction.first(
                    "session-revoke-by-token", Map.of("token_hash", token.hash(), "reason", reason.text(), "now", now));
            revoked.ifPresent(row ->
                    events.revoked(new SessionId(row.uuid("id")), new AccountId(row.uuid("account_id")), reason, now));
            return revoked.isPresent();
        });
    }

    @Override
    public List<RevokedSession> revokedAfter(RevocationCursor cursor, int limit) {
        Map<String, ?> values =
                Map.of("revoked_at", cursor.revokedAt(), "id", cursor.id().value(), "limit", limit);
        return database.inTransaction(transaction -> transaction.all("session-revoked-after", values).stream()
                .map(row -> new RevokedSession(new SessionId(row.uuid("id")), row.instant("revoked_at")))
                .toList());
    }

    @Override
    public long prune(PruneLimits limits) {
        return database.inTransaction(transaction -> transaction.change(
                "session-prune",
                Map.of(
                        "revoked_before", limits.revokedBefore(),
                        "used_before", limits.usedBefore(),
                        "created_before", limits.createdBefore(),
                        "batch", limits.batch())));
    }

    private Session apply(
            Transaction transaction, Session session, RefreshDecision decision, Rotation rotation, Instant now) {
        return switch (decision) {
            case RefreshDecision.Rotate() -> rotate(transaction, session.rotated(now), rotation, now);
            case RefreshDecision.Revoke(RevokeReason reason) -> {
                transaction.change(
                        "session-revoke", Map.of("id", session.id().value(), "reason", reason.text(), "now", now));
                events.revoked(session.id(), session.accountId(), reason, now);
                yield session;
            }
            case RefreshDecision.Repeat(), RefreshDecision.Ended(), RefreshDecision.Expired() -> session;
        };
    }

    private static Session rotate(Transaction transaction, Session rotated, Rotation rotation, Instant now) {
        transaction.change(
                "session-rotate", Map.of("id", rotated.id().value(), "generation", rotated.generation(), "now", now));
        addToken(transaction, rotated.id(), rotated.generation(), rotation.successor(rotated.id()), now);
        return rotated;
    }

    private static long addToken(
            Transaction transaction, SessionId id, int generation, RefreshToken token, Instant now) {
        return transaction.change(
                "refresh-token-insert",
                Map.of("token_hash", token.hash(), "session_id", id.value(), "generation", generation, "now", now));
    }

    private static Session session(Row row) {
        return new Session(
                new SessionId(row.uuid("id")),
                new AccountId(row.uuid("account_id")),
                AccountStatus.of(row.text("status")) == AccountStatus.ACTIVE,
                row.words("roles"),
                row.integer("generation"),
                row.instant("created_at"),
                row.instant("last_used_at"),
                row.optionalInstant("revoked_at"));
    }
}
