package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.RefreshToken;
import java.time.Duration;

/**
 * The tokens of a session, as they are handed to its owner.
 *
 * @param expiresIn how long the access token is valid
 * @param refreshExpiresIn how long the session lasts if the refresh token is not used
 */
public record Grant(
        SessionId sessionId,
        AccountId accountId,
        String accessToken,
        Duration expiresIn,
        RefreshToken refreshToken,
        Duration refreshExpiresIn) {
    @Override
    public String toString() {
        return "Grant[sessionId=" + sessionId + ", accountId=" + accountId + "]";
    }
}
