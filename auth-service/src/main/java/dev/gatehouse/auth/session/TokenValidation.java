package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.AccessClaims;
import dev.gatehouse.auth.token.AccessTokenCheck;
import dev.gatehouse.auth.token.AccessTokenVerifier;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether an access token is good at this moment: by itself, and by its session. Thread-safe. */
public final class TokenValidation {
    private static final Logger LOG = LoggerFactory.getLogger(TokenValidation.class);

    private final AccessTokenVerifier verifier;
    private final Sessions sessions;

    public TokenValidation(AccessTokenVerifier verifier, Sessions sessions) {
        this.verifier = verifier;
        this.sessions = sessions;
    }

    /**
     * What a good token says.
     *
     * @throws ServiceException {@code auth.token_expired} or {@code auth.invalid_token}
     */
    public AccessClaims validate(String token) {
        return switch (verifier.check(token)) {
            case AccessTokenCheck.Verified(AccessClaims claims) -> requireLive(claims);
            case AccessTokenCheck.Expired() -> throw ServiceException.of(ErrorCode.TOKEN_EXPIRED);
            case AccessTokenCheck.Rejected(String reason) -> {
                LOG.debug("an access token is refused: {}", reason);
                throw ServiceException.of(ErrorCode.INVALID_TOKEN);
            }
        };
    }

    private AccessClaims requireLive(AccessClaims claims) {
        if (!sessions.isLive(new AccountId(claims.accountId()), new SessionId(claims.sessionId()))) {
            throw ServiceException.of(ErrorCode.INVALID_TOKEN);
        }
        return claims;
    }
}
