package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.RefreshToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where sessions and the hashes of their refresh tokens are kept. Thread-safe. */
public interface SessionStore {
    /** Adds a session with its first refresh token. */
    void open(SessionId id, AccountId accountId, Optional<String> ip, RefreshToken first, Instant now);

    Optional<Session> find(SessionId id);

    /** The session that has or had a token. */
    Optional<Session> find(RefreshToken token);

    /**
     * Decides on a token while no one else can change its session, and does what was decided.
     *
     * @return empty where no session has or had the token
     */
    Optional<RefreshOutcome> refresh(RefreshToken token, Rotation rotation, Instant now);

    /** Ends the session that has or had the token, where there is one and it has not ended. */
    void revoke(RefreshToken token, RevokeReason reason, Instant now);

    /** The sessions that were ended after a place in their order, as many as there may be. */
    List<RevokedSession> revokedAfter(RevocationCursor cursor, int limit);

    /** Removes some sessions that ended, or were last used, or were opened before these times; how many. */
    long prune(PruneLimits limits);

    /** What is to become of a token. */
    interface Rotation {
        RefreshDecision decide(Session session, int tokenGeneration);

        RefreshToken successor(SessionId id);
    }

    /**
     * Which sessions nobody needs any more.
     *
     * @param batch how many to remove at most
     */
    record PruneLimits(Instant revokedBefore, Instant usedBefore, Instant createdBefore, int batch) {}
}
