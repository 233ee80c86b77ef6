package dev.gatehouse.gateway.security;

import java.time.Instant;
import java.util.UUID;

/** Tells whether the tokens of a session are still to be trusted. Thread-safe; asked for every request with a token. */
@FunctionalInterface
public interface SessionRevocations {
    /**
     * Where a good token's session stands.
     *
     * @param tokenUntil from when on the token is expired, clock skew included
     */
    Standing standing(UUID sessionId, Instant tokenUntil);

    /** What is known of a session. */
    enum Standing {
        /** It has not been revoked. */
        TRUSTED,
        /** It has been revoked. */
        REVOKED,
        /** Whether it has been revoked is no longer remembered for tokens that expire so early. */
        FORGOTTEN,
        /** Which sessions have been revoked is not known now. */
        UNKNOWN
    }
}
