package dev.gatehouse.auth.token;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an access token says of its bearer.
 *
 * @param accountId the claim {@code sub}
 * @param sessionId the claim {@code sid}
 * @param expiresAt the claim {@code exp}, in whole seconds
 */
public record AccessClaims(UUID accountId, UUID sessionId, List<String> scopes, List<String> roles, Instant expiresAt) {
    public AccessClaims {
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
    }
}
