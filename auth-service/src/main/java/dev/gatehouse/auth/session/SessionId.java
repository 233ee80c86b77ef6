package dev.gatehouse.auth.session;

import java.util.UUID;

/**
 * The id of a session.
 *
 * @param value a UUID of version 7
 */
public record SessionId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
