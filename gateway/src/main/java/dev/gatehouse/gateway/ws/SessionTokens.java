package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.security.Verification;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whose a token is. Thread-safe. */
final class SessionTokens {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTokens.class);

    private final TokenVerifier verifier;
    private final Duration clockSkew;

    SessionTokens(TokenVerifier verifier, Duration clockSkew) {
        this.verifier = verifier;
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
        return switch (verifier.verify(token)) {
            case Verification.Verified verified ->
                new Identity(verified.caller(), token, verified.until().minus(clockSkew));
            case Verification.Rejected(ErrorCode code, String reason) -> {
                LOG.debug("token refused: {}", reason);
                throw ServiceException.of(code);
            }
            case Verification.Undecided(String reason) -> {
                LOG.debug("token not verified: {}", reason);
                throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
            }
        };
    }
}
