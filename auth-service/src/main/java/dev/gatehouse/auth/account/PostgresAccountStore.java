package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.CanonicalText;
import dev.gatehouse.auth.credential.PasswordHash;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.Row;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.common.contract.AuthEvents;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The accounts in PostgreSQL; what others are to know is put into the outbox with it. */
public final class PostgresAccountStore implements AccountStore {
    private final Database database;
    private final Outbox outbox;

    public PostgresAccountStore(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    @Override
    public boolean add(Account account) {
        AccountNames names = new AccountNames(account.username(), account.email());
        Map<String, ?> values = Map.of(
                "id", account.id().value(),
                "username", account.username(),
                "username_canonical", names.canonicalUsername(),
                "email", account.email(),
                "email_canonical", names.canonicalEmail(),
                "password_hash", account.passwordHash().encoded(),
                "created_at", account.createdAt());
        return database.inTransaction(transaction -> {
            boolean added = transaction.change("account-insert", values) == 1;
            if (added) {
                registered(account);
            }
            return added;
        });
    }

    private void registered(Account account) {
        outbox.add(
                AuthEvents.ACCOUNT_REGISTERED,
                account.id().value(),
                account.createdAt(),
                new AuthEvents.AccountRegistered(
                        account.id().value(), account.username(), account.email(), account.createdAt()));
    }

    @Override
    public boolean isTaken(AccountNames names) {
        Map<String, ?> values =
                Map.of("username_canonical", names.canonicalUsername(), "email_canonical", names.canonicalEmail());
        return database.inTransaction(
                transaction -> transaction.first("account-taken", values).isPresent());
    }

    @Override
    public Optional<Account> find(AccountId id) {
        return first("account-by-id", Map.of("id", id.value()));
    }

    @Override
    public Optional<Account> findByLogin(String login) {
        String canonical = CanonicalText.of(login);
        if (canonical.indexOf('\0') >= 0 || !CanonicalText.isWellFormed(canonical)) {
            return Optional.empty();
        }
        return first(
                canonical.indexOf('@') >= 0 ? "account-by-email" : "account-by-username",
                Map.of("canonical", canonical));
    }

    @Override
    public boolean replacePasswordHash(AccountId id, PasswordHash old, PasswordHash replacement, Instant now) {
        Map<String, ?> values =
                Map.of("id", id.value(), "old_hash", old.encoded(), "new_hash", replacement.encoded(), "now", now);
        return database.inTransaction(transaction -> transaction.change("account-replace-password-hash", values) == 1);
    }

    private Optional<Account> first(String statement, Map<String, ?> values) {
        return database.inTransaction(
                transaction -> transaction.first(statement, values).map(PostgresAccountStore::account));
    }

    private static Account account(Row row) {
        return new Account(
                new AccountId(row.uuid("id")),
                row.text("username"),
                row.text("email"),
                PasswordHash.parse(row.text("password_hash")),
                AccountStatus.of(row.text("status")),
                row.words("roles"),
                row.bool("email_verified"),
                row.bool("otp_enabled"),
                row.instant("created_at"));
    }
}
