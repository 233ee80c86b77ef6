package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.PasswordHash;
import java.time.Instant;
import java.util.List;

/**
 * An account.
 *
 * @param username as it was given
 * @param email as it was given
 * @param roles what its owner may do beyond what everybody may
 * @param otpEnabled whether a login needs a one-time code beside the password
 */
public record Account(
        AccountId id,
        String username,
        String email,
        PasswordHash passwordHash,
        AccountStatus status,
        List<String> roles,
        boolean emailVerified,
        boolean otpEnabled,
        Instant createdAt) {
    public Account {
        roles = List.copyOf(roles);
    }

    public boolean isActive() {
        return status == AccountStatus.ACTIVE;
    }
}
