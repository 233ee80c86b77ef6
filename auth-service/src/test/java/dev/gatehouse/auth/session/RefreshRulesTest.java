package dev.gatehouse.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.token.TokenConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a refresh token, by its place in the chain and the time. */
class RefreshRulesTest {
    private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant USED = OPENED.plus(Duration.ofDays(70));
    private static final int NEWEST = 5;

    private final RefreshRules rules = new RefreshRules(TokenConfig.defaults());

    @Test
    void theNewestTokenGetsItsSuccessor() {
        assertThat(decide(NEWEST, Duration.ZERO)).isEqualTo(new RefreshDecision.Rotate());
        assertThat(decide(NEWEST, Duration.ofDays(19))).isEqualTo(new RefreshDecision.Rotate());
    }

    @Test
    void theImmediatePredecessorIsRepeatedWithinTheGrace() {
        assertThat(decide(NEWEST - 1, Duration.ZERO)).isEqualTo(new RefreshDecision.Repeat());
        assertThat(decide(NEWEST - 1, Duration.ofSeconds(10))).isEqualTo(new RefreshDecision.Repeat());
    }

    @Test
    void afterTheGraceItRevokesTheSession() {
        assertThat(decide(NEWEST - 1, Duration.ofSeconds(10).plusNanos(1000)))
                .isEqualTo(new RefreshDecision.Revoke(RevokeReason.REUSE));
    }

    @Test
    void anyOlderTokenRevokesTheSession() {
        for (int generation = 0; generation < NEWEST - 1; generation++) {
            assertThat(decide(generation, Duration.ZERO)).isEqualTo(new RefreshDecision.Revoke(RevokeReason.REUSE));
        }
    }

    @Test
    void aSessionPastItsAbsoluteLifetimeIsExpiredWhicheverTokenIsSent() {
        for (int generation = 0; generation <= NEWEST; generation++) {
            assertThat(decide(generation, Duration.ofDays(20))).isEqualTo(new RefreshDecision.Expired());
        }
    }

    @Test
    void aSessionNotUsedForItsIdleTimeIsExpired() {
        Session idle = session(OPENED, true, Optional.empty());

        assertThat(rules.decide(idle, NEWEST, OPENED.plus(Duration.ofDays(30)).minusNanos(1000)))
                .isEqualTo(new RefreshDecision.Rotate());
        assertThat(rules.decide(idle, NEWEST, OPENED.plus(Duration.ofDays(30))))
                .isEqualTo(new RefreshDecision.Expired());
    }

    @Test
    void aRevokedSessionIsEndedWhicheverTokenIsSent() {
        Session revoked = session(USED, true, Optional.of(USED));

        for (int generation = 0; generation <= NEWEST; generation++) {
            assertThat(rules.decide(revoked, generation, USED)).isEqualTo(new RefreshDecision.Ended());
        }
    }

    @Test
    void theSessionOfADisabledAccountIsRevoked() {
        assertThat(rules.decide(session(USED, false, Optional.empty()), NEWEST, USED))
                .isEqualTo(new RefreshDecision.Revoke(RevokeReason.ACCOUNT_DISABLED));
    }

    private RefreshDecision decide(int generation, Duration afterUse) {
        return rules.decide(session(USED, true, Optional.empty()), generation, USED.plus(afterUse));
    }

    private static Session session(Instant used, boolean active, Optional<Instant> revoked) {
        return new Session(
                new SessionId(new UUID(0, 1)),
                new AccountId(new UUID(0, 2)),
                active,
                List.of(),
                NEWEST,
                OPENED,
                used,
                revoked);
    }
}
