package dev.gatehouse.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevokedSessionsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final RevokedSessions sessions = new RevokedSessions(100);

    @Test
    void revokedSessionIsRememberedUntilItsLastTokenHasExpired() {
        UUID revoked = UUID.randomUUID();
        sessions.add(revoked, NOW.plusSeconds(2));
        sessions.add(revoked, NOW.plusSeconds(1));
        assertThat(sessions.standing(UUID.randomUUID(), NOW)).isEqualTo(Standing.TRUSTED);
        sessions.expire(NOW.plusSeconds(2).minusNanos(1));
        assertThat(sessions.standing(revoked, NOW.plusSeconds(1))).isEqualTo(Standing.REVOKED);
        sessions.expire(NOW.plusSeconds(2));
        assertThat(sessions.size()).isZero();
    }

    @Test
    void whereThereAreTooManyNoTokenOfAForgottenSessionIsTrusted() {
        UUID[] ids = IntStream.range(0, 1_000).mapToObj(i -> UUID.randomUUID()).toArray(UUID[]::new);
        for (int i = 0; i < ids.length; i++) {
            sessions.add(ids[i], NOW.plusSeconds(i));
        }
        assertThat(sessions.size()).isLessThanOrEqualTo(100);
        for (int i = 0; i < ids.length; i++) {
            assertThat(sessions.standing(ids[i], NOW.plusSeconds(i))).isNotEqualTo(Standing.TRUSTED);
        }
        assertThat(sessions.standing(UUID.randomUUID(), NOW.plusSeconds(500))).isEqualTo(Standing.FORGOTTEN);
        assertThat(sessions.standing(UUID.randomUUID(), NOW.plusSeconds(1_000))).isEqualTo(Standing.TRUSTED);
    }

    @Test
    void sessionsThatAllEndAtOnceAreForgottenTogether() {
        for (int i = 0; i < 101; i++) {
            sessions.add(UUID.randomUUID(), NOW);
        }
        assertThat(sessions.size()).isZero();
        assertThat(sessions.standing(UUID.randomUUID(), NOW)).isEqualTo(Standing.FORGOTTEN);
        assertThat(sessions.standing(UUID.randomUUID(), NOW.plusNanos(1))).isEqualTo(Standing.TRUSTED);
    }
}
