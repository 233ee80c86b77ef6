package dev.gatehouse.auth.session;

import dev.gatehouse.auth.account.Account;
import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.AccessTokenIssuer;
import dev.gatehouse.auth.token.RefreshToken;
import dev.gatehouse.auth.token.RefreshTokens;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions, keeps them going, and ends them. Thread-safe. */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final TokenConfig config;
    private final SessionStore store;
    private final AccessTokenIssuer accessTokens;
    private final RefreshTokens refreshTokens;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    public Sessions(
            TokenConfig config,
            SessionStore store,
            AccessTokenIssuer accessTokens,
            RefreshTokens refreshTokens,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.config = config;
        this.store = store;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a session, yet to be opened, of an account whose owner has proved to be its owner. To be called before the transaction: signing
     * takes its time.
     */
    public NewSession prepare(Account account, Optional<String> ip) {
        Instant now = now();
        Session session = new Session(
                new SessionId(ids.get()),
                account.id(),
                account.isActive(),
                account.roles(),
                0,
                now,
                now,
                Optional.empty());
        return new NewSession(grant(session, accessToken(session), refreshTokens.first(), now), ip, now);
    }

    /** Opens a session. */
    public Grant open(NewSession session) {
        Grant grant = session.grant();
        store.open(grant.sessionId(), grant.accountId(), session.ip(), grant.refreshToken(), session.openedAt());
        return grant;
    }

    /** Makes ready to use a refresh token, which locks its session: the access token is signed before. */
    public PreparedRefresh prepare(RefreshToken token) {
        return new PreparedRefresh(
                token,
                store.find(token)
                        .filter(session -> session.isLive(config, now()))
                        .map(session -> new PreparedRefresh.Issued(session.ownerRoles(), accessToken(session))));
    }

    /**
     * Exchanges a refresh token for its successor and an access token, or ends its session.
     *
     * @throws ServiceException {@code auth.refresh_invalid} or {@code auth.refresh_expired} where nothing has changed
     */
    public Refreshed refresh(PreparedRefresh prepared) {
        Instant now = now();
        RefreshToken token = prepared.token();
        RefreshOutcome outcome = store.refresh(token, rotation(token, now), now)
                .orElseThrow(() -> ServiceException.of(ErrorCode.REFRESH_INVALID));
        return switch (outcome.decision()) {
            case RefreshDecision.Rotate(), RefreshDecision.Repeat() ->
                new Refreshed.Granted(granted(outcome.session(), prepared, now));
            case RefreshDecision.Revoke(RevokeReason reason) -> {
                LOG.warn("session {} is revoked: {}", outcome.session().id(), reason.text());
                yield new Refreshed.Revoked(reason);
            }
            case RefreshDecision.Ended() -> throw ServiceException.of(ErrorCode.REFRESH_INVALID);
            case RefreshDecision.Expired() -> throw ServiceException.of(ErrorCode.REFRESH_EXPIRED);
        };
    }

    /** Ends the session of a refresh token, old or new; nothing where there is none. */
    public void logout(RefreshToken token) {
        store.revoke(token, RevokeReason.LOGOUT, now());
    }

    /** Whether a session of an account is live, and both may be used. */
    public boolean isLive(AccountId accountId, SessionId id) {
        return store.find(id)
                .filter(session -> session.accountId().equals(accountId))
                .filter(session -> session.isLive(config, now()))
                .isPresent();
    }

    private SessionStore.Rotation rotation(RefreshToken token, Instant now) {
        RefreshRules rules = new RefreshRules(config);
        return new SessionStore.Rotation() {
            @Override
            public RefreshDecision decide(Session session, int tokenGeneration) {
                return rules.decide(session, tokenGeneration, now);
            }

            @Override
            public RefreshToken successor(SessionId id) {
                return Sessions.this.successor(id, token);
            }
        };
    }

    private RefreshToken successor(SessionId id, RefreshToken token) {
        return refreshTokens.successor(id.value(), token);
    }

    private Grant granted(Session session, PreparedRefresh prepared, Instant now) {
        String accessToken = prepared.accessToken(session).orElseGet(() -> accessToken(session));
        return grant(session, accessToken, successor(session.id(), prepared.token()), now);
    }

    private Grant grant(Session session, String accessToken, RefreshToken refreshToken, Instant now) {
        return new Grant(
                session.id(),
                session.accountId(),
                accessToken,
                config.accessLifetime(),
                refreshToken,
                Duration.between(now, session.expiresAt(config)));
    }

    private String accessToken(Session session) {
        return accessTokens.issue(session.accountId().value(), session.id().value(), session.ownerRoles());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
