package dev.gatehouse.auth.session;

import dev.gatehouse.auth.token.TokenConfig;
import java.time.Instant;

/** Decides on refresh tokens: a pure function of the session, the token's place in its chain, and the time. */
final class RefreshRules {
    private final TokenConfig config;

    RefreshRules(TokenConfig config) {
        this.config = config;
    }

    RefreshDecision decide(Session session, int tokenGeneration, Instant now) {
        if (session.revokedAt().isPresent()) {
            return new RefreshDecision.Ended();
        }
        if (!now.isBefore(session.expiresAt(config))) {
            return new RefreshDecision.Expired();
        }
        if (!session.ownerActive()) {
            return new RefreshDecision.Revoke(RevokeReason.ACCOUNT_DISABLED);
        }
        if (tokenGeneration == session.generation()) {
            return new RefreshDecision.Rotate();
        }
        boolean inGrace = !now.isAfter(session.lastUsedAt().plus(config.refreshGrace()));
        return tokenGeneration == session.generation() - 1 && inGrace
                ? new RefreshDecision.Repeat()
                : new RefreshDecision.Revoke(RevokeReason.REUSE);
    }
}
