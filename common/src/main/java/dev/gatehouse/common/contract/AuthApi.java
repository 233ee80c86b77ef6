package dev.gatehouse.common.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The methods of the auth service, with their requests and replies. */
public final class AuthApi {
    public static final String DOMAIN = "auth";

    public static final RpcMethod<Register, RegisteredAccount> REGISTER =
            method("register", Register.class, RegisteredAccount.class);
    public static final RpcMethod<IssueToken, TokenGrant> ISSUE_TOKEN =
            method("issue_token", IssueToken.class, TokenGrant.class);
    public static final RpcMethod<RefreshToken, TokenGrant> REFRESH_TOKEN =
            method("refresh_token", RefreshToken.class, TokenGrant.class);
    public static final RpcMethod<Logout, Nothing> LOGOUT = method("logout", Logout.class, Nothing.class);
    public static final RpcMethod<ValidateToken, ValidToken> VALIDATE_TOKEN =
            method("validate_token", ValidateToken.class, ValidToken.class);
    public static final RpcMethod<Nothing, KeySet> JWKS = method("jwks", Nothing.class, KeySet.class);
    /** For services alone: no route leads to it. */
    public static final RpcMethod<Revocations, RevocationPage> REVOCATIONS =
            method("revocations", Revocations.class, RevocationPage.class);

    public static final RpcMethod<Nothing, Account> GET_ACCOUNT = method("get_account", Nothing.class, Account.class);

    private AuthApi() {}

    private static <Q, R> RpcMethod<Q, R> method(String name, Class<Q> request, Class<R> response) {
        return new RpcMethod<>(DOMAIN, name, request, response);
    }

    /** A request or reply without fields. */
    public record Nothing() {}

    public record Register(String username, String email, String password) {
        @Override
        public String toString() {
            return "Register[username=" + username + "]";
        }
    }

    public record RegisteredAccount(UUID accountId, String username, String email, Instant createdAt) {}

    /** A login: {@code username} is a username or an email address. */
    public record IssueToken(String username, String password, Optional<String> otpCode) {
        @Override
        public String toString() {
            return "IssueToken[username=" + username + "]";
        }
    }

    /**
     * Tokens of a session.
     *
     * @param expiresIn seconds until the access token expires
     * @param refreshExpiresIn seconds until the refresh token expires when it is not used
     */
    public record TokenGrant(
            String accessToken,
            String tokenType,
            long expiresIn,
            String refreshToken,
            long refreshExpiresIn,
            UUID sessionId,
            UUID accountId) {
        /** Tells who got tokens, never the tokens. */
        @Override
        public String toString() {
            return "TokenGrant[accountId=" + accountId + ", sessionId=" + sessionId + "]";
        }
    }

    public record RefreshToken(String refreshToken) {
        @Override
        public String toString() {
            return "RefreshToken[***]";
        }
    }

    public record Logout(String refreshToken) {
        @Override
        public String toString() {
            return "Logout[***]";
        }
    }

    public record ValidateToken(String accessToken) {
        @Override
        public String toString() {
            return "ValidateToken[***]";
        }
    }

    /**
     * What a valid access token says.
     *
     * @param valid always true; a token that is not valid is an error
     * @param exp seconds since the epoch at which the token expires
     */
    public record ValidToken(
            boolean valid, UUID accountId, UUID sessionId, List<String> scopes, List<String> roles, long exp) {}

    /** A JSON Web Key Set with public keys only (RFC 7517, section 5). */
    public record KeySet(List<JsonNode> keys) {}

    /**
     * Asks for a page of the sessions that were revoked while access tokens of theirs may still be valid.
     *
     * @param cursor the one of the page before; empty for the first page
     * @param limit how many sessions the page may hold, from 1 to {@value #MAX_LIMIT}; {@value #DEFAULT_LIMIT} where empty
     */
    public record Revocations(Optional<String> cursor, Optional<Integer> limit) {
        public static final int DEFAULT_LIMIT = 1_000;
        public static final int MAX_LIMIT = 2_000;
    }

    /**
     * A page of revoked sessions. What is revoked while the pages are read may be missing in them; the event tells of it.
     *
     * @param nextCursor leads to the next page; empty on the last one
     */
    public record RevocationPage(List<RevokedSession> sessions, Optional<String> nextCursor) {
        public RevocationPage {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * A session that was ended before its time.
     *
     * @param tokensExpireAt from when on every access token of the session has expired by the auth service's clock
     */
    public record RevokedSession(UUID sessionId, Instant tokensExpireAt) {}

    public record Account(
            UUID accountId,
            String username,
            String email,
            boolean emailVerified,
            List<String> roles,
            Instant createdAt,
            boolean otpEnabled) {}
}
