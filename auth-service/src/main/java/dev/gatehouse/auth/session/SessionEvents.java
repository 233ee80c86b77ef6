package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.contract.AuthEvents;
import java.time.Instant;

/** What is told of sessions; each event in the transaction of what it tells. Thread-safe. */
public final class SessionEvents {
    private final Outbox outbox;
    private final TokenConfig config;

    public SessionEvents(Outbox outbox, TokenConfig config) {
        this.outbox = outbox;
        this.config = config;
    }

    void created(SessionId id, AccountId accountId, Instant at) {
        outbox.add(
                AuthEvents.SESSION_CREATED,
                accountId.value(),
                at,
                new AuthEvents.SessionCreated(id.value(), accountId.value(), at));
    }

    void revoked(SessionId id, AccountId accountId, RevokeReason reason, Instant at) {
        outbox.add(
                AuthEvents.SESSION_REVOKED,
                accountId.value(),
                at,
                new AuthEvents.SessionRevoked(
                        id.value(), accountId.value(), reason.text(), at, config.accessTokensExpireAt(at)));
    }
}
