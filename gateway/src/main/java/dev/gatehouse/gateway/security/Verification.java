package dev.gatehouse.gateway.security;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.rpc.RpcContext;
import java.time.Instant;

/** What comes of verifying a token. */
public sealed interface Verification {
    /**
     * A good token.
     *
     * @param caller whose it is
     * @param until from when on it is expired, clock skew included
     */
    record Verified(RpcContext.Caller caller, Instant until) implements Verification {}

    /**
     * A token that is not accepted.
     *
     * @param code {@code auth.token_expired} or {@code auth.invalid_token}
     * @param reason why, for the log; never part of the token
     */
    record Rejected(ErrorCode code, String reason) implements Verification {}

    /**
     * No verdict: the key that the token names is not known and the published keys cannot be fetched, or which sessions have been revoked
     * is not known.
     *
     * @param reason why, for the log
     */
    record Undecided(String reason) implements Verification {}
}
