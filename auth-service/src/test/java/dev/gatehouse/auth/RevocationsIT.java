package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The snapshot of revoked sessions, page by page. */
class RevocationsIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    private final Rows rows = new Rows(DATABASE);
    private RunningDomain service;

    @BeforeEach
    void start() throws Exception {
        service = new RunningDomain(RunningDomain.config(DATABASE, directory));
        rows.execute("TRUNCATE accounts CASCADE");
        service.register("someone");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aSessionIsToldFromItsRevocationUntilNoTokenOfItCanBeValid() {
        AuthApi.TokenGrant grant = service.login("someone");
        service.login("someone");
        assertThat(all(1000)).isEmpty();

        service.call(AuthApi.LOGOUT, new AuthApi.Logout(grant.refreshToken()));
        assertThat(page(Optional.empty(), 1000).sessions())
                .containsExactly(new AuthApi.RevokedSession(
                        grant.sessionId(), service.clock.instant().plus(Duration.ofMinutes(16))));

        service.clock.advance(Duration.ofMinutes(17).minusMillis(1));
        assertThat(all(1000)).containsExactly(grant.sessionId());
        service.clock.advance(Duration.ofMillis(2));
        assertThat(all(1000)).isEmpty();
    }

    @Test
    void pagesHoldEverySessionOnceAlsoWhereManyWereRevokedAtOneMoment() {
        List<UUID> revoked = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            AuthApi.TokenGrant grant = service.login("someone");
            service.call(AuthApi.LOGOUT, new AuthApi.Logout(grant.refreshToken()));
            revoked.add(grant.sessionId());
            service.clock.advance(Duration.ofMillis(i % 5 == 0 ? 1 : 0));
        }

        assertThat(all(1000)).containsExactlyInAnyOrderElementsOf(revoked);
        assertThat(all(4)).isEqualTo(all(1000));
        assertThat(all(5)).isEqualTo(all(1000));
        assertThat(page(Optional.empty(), 4).sessions()).hasSize(4);
    }

    @Test
    void aCursorStaysWhereItIsWhileSessionsAreRevoked() {
        revokeOne();
        UUID second = revokeOne();
        AuthApi.RevocationPage first = page(Optional.empty(), 1);

        UUID third = revokeOne();

        AuthApi.RevocationPage next = page(first.nextCursor(), 10);
        assertThat(next.sessions())
                .extracting(AuthApi.RevokedSession::sessionId)
                .containsExactly(second, third);
    }

    @Test
    void aTextThatIsNoCursorIsRefused() {
        assertFails(ErrorCode.VALIDATION_FAILED, () -> page(Optional.of("no cursor"), 10));
    }

    @Test
    void theIndexIsUsed() throws Exception {
        rows.execute(
                "INSERT INTO sessions (id, account_id, generation, created_at, last_used_at, revoked_at, revoke_reason)"
                        + " SELECT gen_random_uuid(), a.id, 0, now(), now(), now() - make_interval(secs => n), 'logout'"
                        + " FROM accounts a, generate_series(1, 20000) n");
        rows.execute("ANALYZE sessions");

        String plan = String.join(
                "\n",
                rows.texts("EXPLAIN SELECT id, revoked_at FROM sessions WHERE revoked_at >= now() - interval '1 minute'"
                        + " AND (revoked_at, id) > (now() - interval '1 minute', '00000000-0000-0000-0000-000000000000'::uuid)"
                        + " ORDER BY revoked_at, id LIMIT 1000"));

        assertThat(plan).contains("sessions_revoked_at_idx").doesNotContain("Seq Scan");
    }

    private UUID revokeOne() {
        service.clock.advance(Duration.ofMillis(1));
        AuthApi.TokenGrant grant = service.login("someone");
        service.call(AuthApi.LOGOUT, new AuthApi.Logout(grant.refreshToken()));
        return grant.sessionId();
    }

    private List<UUID> all(int pageSize) {
        List<UUID> sessions = new ArrayList<>();
        AuthApi.RevocationPage page = page(Optional.empty(), pageSize);
        page.sessions().forEach(session -> sessions.add(session.sessionId()));
        while (page.nextCursor().isPresent()) {
            page = page(page.nextCursor(), pageSize);
            page.sessions().forEach(session -> sessions.add(session.sessionId()));
        }
        return sessions;
    }

    private AuthApi.RevocationPage page(Optional<String> cursor, int limit) {
        return service.call(AuthApi.REVOCATIONS, new AuthApi.Revocations(cursor, Optional.of(limit)));
    }
}
