package dev.gatehouse.gateway.security;

import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that have been revoked, each remembered until its last token has expired. Where there are too many, those whose tokens
 * expire first are forgotten, and with them the trust in every token that expires no later: its owner has to refresh it, which a revoked
 * session cannot. Thread-safe: lookups take no lock, changes are made under the monitor of {@code this}.
 */
final class RevokedSessions {
    private static final Logger LOG = LoggerFactory.getLogger(RevokedSessions.class);
    /** The part that is forgotten at a time. */
    private static final int FRACTION = 10;

    private final int capacity;
    private final ConcurrentHashMap<UUID, Instant> rememberedUntil = new ConcurrentHashMap<>();
    /** Tokens that expire no later are not trusted any more. */
    private volatile Instant forgottenUntil = Instant.MIN;

    RevokedSessions(int capacity) {
        this.capacity = capacity;
    }

    /** Asks after the session first: whoever does not find it any more finds what was forgotten with it. */
    Standing standing(UUID sessionId, Instant tokenUntil) {
        if (rememberedUntil.containsKey(sessionId)) {
            return Standing.REVOKED;
        }
        return tokenUntil.isAfter(forgottenUntil) ? Standing.TRUSTED : Standing.FORGOTTEN;
    }

    synchronized void add(UUID sessionId, Instant until) {
        rememberedUntil.merge(sessionId, until, (one, other) -> one.isAfter(other) ? one : other);
        if (rememberedUntil.size() > capacity) {
            forgetTheEarliest();
        }
    }

    /** Forgets sessions whose last token has expired. */
    synchronized void expire(Instant now) {
        rememberedUntil.values().removeIf(until -> !until.isAfter(now));
    }

    int size() {
        return rememberedUntil.size();
    }

    private void forgetTheEarliest() {
        List<Instant> ends = rememberedUntil.values().stream().sorted().toList();
        Instant cut = ends.get(ends.size() / FRACTION);
        if (cut.isAfter(forgottenUntil)) {
            forgottenUntil = cut;
        }
        rememberedUntil.values().removeIf(until -> !until.isAfter(cut));
        LOG.warn(
                "more than {} revoked sessions: tokens that expire until {} are refused and have to be refreshed",
                capacity,
                cut);
    }
}
