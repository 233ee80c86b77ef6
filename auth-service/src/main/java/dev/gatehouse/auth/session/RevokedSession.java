package dev.gatehouse.auth.session;

import java.time.Instant;

/** A session that was ended before its time, and when. */
public record RevokedSession(SessionId id, Instant revokedAt) {}
