package dev.gatehouse.auth.session;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the order of revoked sessions: by time, and by id where that is the same. What is before it does not move.
 *
 * @param revokedAt in whole microseconds, as the database has it
 */
public record RevocationCursor(Instant revokedAt, SessionId id) {
    private static final int BYTES = 24;

    public RevocationCursor {
        revokedAt = revokedAt.truncatedTo(ChronoUnit.MICROS);
    }

    static RevocationCursor at(RevokedSession session) {
        return new RevocationCursor(session.revokedAt(), session.id());
    }

    /** The cursor that a text stands for; empty where it is none. */
    public static Optional<RevocationCursor> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
            Instant revokedAt = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            return Optional.of(
                    new RevocationCursor(revokedAt, new SessionId(new UUID(bytes.getLong(), bytes.getLong()))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As a text, opaque to whoever gets it. */
    public String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, revokedAt))
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
