package dev.gatehouse.common.contract;

import java.time.Instant;
import java.util.UUID;

/** The events of the auth service. The subject of each is the id of its account, within which events keep their order. */
public final class AuthEvents {
    public static final EventType<AccountRegistered> ACCOUNT_REGISTERED =
            type("account.registered", AccountRegistered.class);
    public static final EventType<SessionCreated> SESSION_CREATED = type("session.created", SessionCreated.class);
    public static final EventType<SessionRevoked> SESSION_REVOKED = type("session.revoked", SessionRevoked.class);

    private AuthEvents() {}

    private static <D> EventType<D> type(String name, Class<D> data) {
        return new EventType<>(AuthApi.DOMAIN + "." + name + ".v1", data);
    }

    /** There is a new account. */
    public record AccountRegistered(UUID accountId, String username, String email, Instant createdAt) {}

    /** Somebody has logged in. */
    public record SessionCreated(UUID sessionId, UUID accountId, Instant createdAt) {}

    /**
     * A session was ended before its time: none of its tokens is good any more.
     *
     * @param reason {@code logout}, {@code revoked}, {@code reuse}, {@code password_changed} or {@code account_disabled}. A text and not a
     *     closed set: who refuses the tokens must not fail over a reason that is new.
     * @param tokensExpireAt from when on every access token of the session has expired by the auth service's clock. Who refuses the
     *     tokens adds the clock skew that it allows.
     */
    public record SessionRevoked(
            UUID sessionId, UUID accountId, String reason, Instant revokedAt, Instant tokensExpireAt) {}
}
