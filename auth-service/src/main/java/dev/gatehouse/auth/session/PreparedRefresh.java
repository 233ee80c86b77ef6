package dev.gatehouse.auth.session;

import dev.gatehouse.auth.token.RefreshToken;
import java.util.List;
import java.util.Optional;

/**
 * A refresh token that is yet to be used.
 *
 * @param issued the access token that is handed out if it may be used; empty where it does not look so
 */
public record PreparedRefresh(RefreshToken token, Optional<Issued> issued) {
    /**
     * An access token.
     *
     * @param roles what it says
     */
    record Issued(List<String> roles, String accessToken) {
        Issued {
            roles = List.copyOf(roles);
        }

        @Override
        public String toString() {
            return "Issued[***]";
        }
    }

    /** The access token, where it still says what is true. */
    Optional<String> accessToken(Session session) {
        return issued.filter(one -> one.roles().equals(session.ownerRoles())).map(Issued::accessToken);
    }
}
