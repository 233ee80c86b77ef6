package dev.gatehouse.auth.session;

import dev.gatehouse.auth.token.TokenConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells which sessions were ended while access tokens of theirs may still be valid. An event that tells of a revocation is published after
 * its commit: whoever asks after the event came finds the session here. Thread-safe.
 */
public final class Revocations {
    /** As much as anybody who verifies tokens may allow for clocks that differ. */
    private static final Duration MOST_CLOCK_SKEW = Duration.ofMinutes(1);

    private static final UUID LOWEST = new UUID(0, 0);

    private final TokenConfig config;
    private final SessionStore store;
    private final InstantSource clock;

    public Revocations(TokenConfig config, SessionStore store, InstantSource clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Some of them.
     *
     * @param next leads to those after them; empty where these are the last
     */
    public record Page(List<RevokedSession> sessions, Optional<RevocationCursor> next) {
        public Page {
            sessions = List.copyOf(sessions);
        }
    }

    /** The page after a cursor, or the first one. */
    public Page page(Optional<RevocationCursor> cursor, int limit) {
        List<RevokedSession> sessions = store.revokedAfter(cursor.orElseGet(this::first), limit);
        return new Page(
                sessions,
                sessions.size() < limit ? Optional.empty() : Optional.of(RevocationCursor.at(sessions.getLast())));
    }

    /** From when on every access token of a session has expired. */
    public Instant tokensExpireAt(RevokedSession session) {
        return config.accessTokensExpireAt(session.revokedAt());
    }

    private RevocationCursor first() {
        Instant since = clock.instant().minus(config.revocationWindow()).minus(MOST_CLOCK_SKEW);
        return new RevocationCursor(since, new SessionId(LOWEST));
    }
}
