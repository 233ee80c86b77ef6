package dev.gatehouse.auth.session;

import dev.gatehouse.auth.pruning.Prunable;
import dev.gatehouse.auth.token.TokenConfig;
import java.time.Instant;
import java.time.InstantSource;

/** Sessions that ended longer ago than they are kept for, with their tokens. Thread-safe. */
public final class EndedSessions implements Prunable {
    private final TokenConfig config;
    private final SessionStore store;
    private final InstantSource clock;

    public EndedSessions(TokenConfig config, SessionStore store, InstantSource clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String rows() {
        return "ended sessions";
    }

    @Override
    public long prune(int batch) {
        Instant before = clock.instant().minus(config.retention());
        return store.prune(new SessionStore.PruneLimits(
                before, before.minus(config.refreshIdle()), before.minus(config.refreshAbsolute()), batch));
    }
}
