package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.Account;
import dev.gatehouse.auth.account.AccountStore;
import dev.gatehouse.auth.credential.CanonicalText;
import dev.gatehouse.auth.credential.PasswordCheck;
import dev.gatehouse.auth.credential.Passwords;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.Deadline;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who knows an account's password. Whoever does not learns nothing of whether there is the account. Thread-safe. */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final AccountStore accounts;
    private final Passwords passwords;
    private final InstantSource clock;

    public Login(AccountStore accounts, Passwords passwords, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * What somebody sends to log in.
     *
     * @param login a username or an email address
     * @param otpCode a one-time code
     */
    public record Attempt(String login, String password, Optional<String> otpCode) {
        @Override
        public String toString() {
            return "Attempt[login=" + login + "]";
        }
    }

    /**
     * The account of whoever knows its password: a session may be opened.
     *
     * @throws ServiceException {@code auth.invalid_credentials}, or {@code common.overloaded} where the password would not be checked
     *     before the deadline
     */
    public Account owner(Attempt attempt, Deadline deadline) {
        // A text that UTF-8 cannot write has never been registered, and must not match what it would be written as.
        Optional<Account> account = CanonicalText.isWellFormed(attempt.password())
                ? accounts.findByLogin(attempt.login())
                : Optional.empty();
        PasswordCheck check = passwords.check(attempt.password(), account.map(Account::passwordHash), deadline);
        Account owner = account.filter(found -> check != PasswordCheck.WRONG && found.isActive())
                .orElseThrow(() -> ServiceException.of(ErrorCode.INVALID_CREDENTIALS));
        requireOtp(owner, attempt);
        if (check == PasswordCheck.RIGHT_AT_ANOTHER_COST) {
            rehash(owner, attempt.password(), deadline);
        }
        return owner;
    }

    /** No account can enrol for one-time codes here; one that says it has is not let in without. */
    private static void requireOtp(Account account, Attempt attempt) {
        if (account.otpEnabled()) {
            throw ServiceException.of(attempt.otpCode().isEmpty() ? ErrorCode.OTP_REQUIRED : ErrorCode.OTP_INVALID);
        }
    }

    /** A login does not fail for this: the next one will do. */
    private void rehash(Account account, String password, Deadline deadline) {
        try {
            boolean replaced = accounts.replacePasswordHash(
                    account.id(),
                    account.passwordHash(),
                    passwords.hash(password, deadline),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            LOG.info("the password of account {} {}", account.id(), replaced ? "is hashed anew" : "has just changed");
        } catch (ServiceException e) {
            LOG.info("the password of account {} is not hashed anew now: {}", account.id(), e.text());
        }
    }
}
