package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.TokenConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A login that lasts, with what matters of the account at this moment.
 *
 * @param ownerActive whether the account may be used
 * @param ownerRoles the account's roles
 * @param generation of the newest refresh token; the first one's is 0
 * @param lastUsedAt when the newest refresh token was issued
 * @param revokedAt when it was ended, where it was
 */
public record Session(
        SessionId id,
        AccountId accountId,
        boolean ownerActive,
        List<String> ownerRoles,
        int generation,
        Instant createdAt,
        Instant lastUsedAt,
        Optional<Instant> revokedAt) {
    public Session {
        ownerRoles = List.copyOf(ownerRoles);
    }

    /** When it ends if its refresh token is not used. */
    public Instant expiresAt(TokenConfig config) {
        Instant idle = lastUsedAt.plus(config.refreshIdle());
        Instant absolute = createdAt.plus(config.refreshAbsolute());
        return idle.isBefore(absolute) ? idle : absolute;
    }

    /** Whether its access tokens are good for anything. */
    public boolean isLive(TokenConfig config, Instant now) {
        return revokedAt.isEmpty() && ownerActive && now.isBefore(expiresAt(config));
    }

    /** The same session, with a new refresh token. */
    Session rotated(Instant now) {
        return new Session(id, accountId, ownerActive, ownerRoles, generation + 1, createdAt, now, revokedAt);
    }
}
