package dev.gatehouse.gateway.route;

import java.util.List;
import java.util.Optional;

/**
 * Who may call a route.
 *
 * @param auth whether a bearer token is needed
 * @param scopes all of them are needed
 * @param roles any one of them is needed; empty where none is
 * @param bearerAs the field in which the raw token is handed on
 */
public record Access(Auth auth, List<String> scopes, List<String> roles, Optional<String> bearerAs) {
    /** A route that asks for nothing. */
    public static final Access OPEN = new Access(Auth.NONE, List.of(), List.of(), Optional.empty());

    public Access {
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
    }

    /** Whether a route looks at bearer tokens. */
    public enum Auth {
        /** A valid token is needed. */
        REQUIRED,
        /** A token need not be there; one that is there must be valid. */
        OPTIONAL,
        /** Tokens are not looked at. */
        NONE
    }
}
