package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.security.Verification;
import java.time.Duration;
import java.time.Instant;

/** Finds out whose a token is. Thread-safe. */
final class SessionTokens {
    private final VerifiedTokens tokens;
    private final Duration clockSkew;

    SessionTokens(VerifiedTokens tokens, Duration clockSkew) {
        this.tokens = tokens;
        this.clockSkew = clockSkew;
    }

    /**
     * Who a session belongs to.
     *
     * @param token verified
     * @param expires when the token says so
     */
    record Identity(RpcContext.Caller caller, String token, Instant expires) {
        /** Whether another token is of the same account and session. */
        boolean isSame(Identity other) {
            return caller.accountId().equals(other.caller.accountId())
                    && caller.sessionId().equals(other.caller.sessionId());
        }

        /** Never the token. */
        @Override
        public String toString() {
            return "Identity[" + caller.sessionId() + "]";
        }
    }

    /** Throws {@code auth.invalid_token}, {@code auth.token_expired}, or {@code rpc.unavailable}. */
    Identity identity(String token) {
        Verification.Verified good = tokens.verified(token);
        return new Identity(good.caller(), token, good.until().minus(clockSkew));
    }
}
