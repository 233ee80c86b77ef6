package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.PasswordHash;
import java.time.Instant;
import java.util.Optional;

/** Where accounts are kept. Thread-safe. All but the ids are compared in canonical form. */
public interface AccountStore {
    /** Adds an account, unless its username or email is taken; whether it did. Of two at once with the same name, one does. */
    boolean add(Account account);

    /** Whether an account has one of these names. */
    boolean isTaken(AccountNames names);

    Optional<Account> find(AccountId id);

    /** The account that a login names: by email where there is an '@' in it, else by username. */
    Optional<Account> findByLogin(String login);

    /** Replaces an account's hash, unless it is no longer the one given; whether it did. */
    boolean replacePasswordHash(AccountId id, PasswordHash old, PasswordHash replacement, Instant now);
}
