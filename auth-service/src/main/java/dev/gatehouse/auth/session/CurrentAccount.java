package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.Account;
import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.account.AccountStore;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;

/** Finds the account of whoever calls. Thread-safe. */
public final class CurrentAccount {
    private final AccountStore accounts;
    private final Sessions sessions;

    public CurrentAccount(AccountStore accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * The account that a session belongs to.
     *
     * @throws ServiceException {@code auth.invalid_token} where the session is not live, or not one of that account
     */
    public Account of(AccountId accountId, SessionId sessionId) {
        if (!sessions.isLive(accountId, sessionId)) {
            throw ServiceException.of(ErrorCode.INVALID_TOKEN);
        }
        return accounts.find(accountId).orElseThrow(() -> ServiceException.of(ErrorCode.INVALID_TOKEN));
    }
}
