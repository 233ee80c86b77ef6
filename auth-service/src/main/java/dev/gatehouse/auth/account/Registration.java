package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.PasswordHash;
import dev.gatehouse.auth.credential.PasswordPolicy;
import dev.gatehouse.auth.credential.Passwords;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.Deadline;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes accounts. Thread-safe. */
public final class Registration {
    private final RegistrationConfig config;
    private final AccountStore accounts;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    public Registration(
            RegistrationConfig config,
            AccountStore accounts,
            Passwords passwords,
            PasswordPolicy policy,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.config = config;
        this.accounts = accounts;
        this.passwords = passwords;
        this.policy = policy;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes an account that is yet to be added.
     *
     * @throws ServiceException {@code auth.registration_disabled}, {@code validation.failed} with every violation, or {@code
     *     auth.user_exists}
     */
    public Account prepare(AccountNames names, String password, Deadline deadline) {
        if (!config.enabled()) {
            throw ServiceException.of(ErrorCode.REGISTRATION_DISABLED);
        }
        List<FieldViolation> violations = new ArrayList<>(NameRules.violations(names));
        violations.addAll(policy.violations("password", password, names.canonicalUsername(), names.emailLocalPart()));
        if (!violations.isEmpty()) {
            throw ServiceException.invalid(violations);
        }
        // Not what makes names unique, the store does that: it spares the cost of a hash that nobody will use.
        if (accounts.isTaken(names)) {
            throw ServiceException.of(ErrorCode.USER_EXISTS);
        }
        return account(names, passwords.hash(password, deadline));
    }

    /** Adds an account. Throws {@code auth.user_exists} where another one has come to have one of its names. */
    public void add(Account account) {
        if (!accounts.add(account)) {
            throw ServiceException.of(ErrorCode.USER_EXISTS);
        }
    }

    private Account account(AccountNames names, PasswordHash hash) {
        return new Account(
                new AccountId(ids.get()),
                names.username(),
                names.email(),
                hash,
                AccountStatus.ACTIVE,
                List.of(),
                false,
                false,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
