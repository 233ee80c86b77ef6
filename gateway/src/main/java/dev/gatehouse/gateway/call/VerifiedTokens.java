package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.security.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets good tokens pass, and tells clients of others. Thread-safe. */
public final class VerifiedTokens {
    private static final Logger LOG = LoggerFactory.getLogger(VerifiedTokens.class);

    private final TokenVerifier verifier;

    public VerifiedTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** Throws {@code auth.invalid_token}, {@code auth.token_expired}, or {@code rpc.unavailable}. */
    public Verification.Verified verified(String token) {
        return switch (verifier.verify(token)) {
            case Verification.Verified good -> good;
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
