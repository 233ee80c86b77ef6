package dev.gatehouse.auth.account;

import java.util.UUID;

/**
 * The id of an account.
 *
 * @param value a UUID of version 7
 */
public record AccountId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
