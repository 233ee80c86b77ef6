package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What ends when, by a clock that the test sets. */
class SessionLifetimeIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    private RunningDomain service;
    private AuthApi.TokenGrant grant;

    @BeforeEach
    void logIn() throws Exception {
        service = new RunningDomain(RunningDomain.config(DATABASE, directory));
        String name = "user-" + System.nanoTime();
        service.register(name);
        grant = service.login(name);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void anAccessTokenExpiresAtItsTimeAndNotBefore() {
        service.clock.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(service.validate(grant.accessToken()).sessionId()).isEqualTo(grant.sessionId());

        service.clock.advance(Duration.ofMillis(1));
        assertFails(ErrorCode.TOKEN_EXPIRED, () -> service.validate(grant.accessToken()));
    }

    @Test
    void anUnusedRefreshTokenExpiresAfterThirtyDays() {
        service.clock.advance(Duration.ofDays(30).minusSeconds(1));
        AuthApi.TokenGrant second = service.refresh(grant.refreshToken());

        service.clock.advance(Duration.ofDays(30));
        assertFails(ErrorCode.REFRESH_EXPIRED, () -> service.refresh(second.refreshToken()));
    }

    @Test
    void aSessionEndsAfterNinetyDaysHoweverMuchItIsUsed() {
        AuthApi.TokenGrant newest = grant;
        for (int i = 0; i < 3; i++) {
            service.clock.advance(Duration.ofDays(29));
            newest = service.refresh(newest.refreshToken());
        }
        assertThat(newest.refreshExpiresIn()).isEqualTo(Duration.ofDays(3).toSeconds());

        service.clock.advance(Duration.ofDays(3));
        String last = newest.refreshToken();
        assertFails(ErrorCode.REFRESH_EXPIRED, () -> service.refresh(last));
    }

    @Test
    void theSameAccessTokenIsRefusedByAServiceWithAnotherIssuerOrAudience() throws Exception {
        AuthConfig config = RunningDomain.config(DATABASE, directory);
        for (AuthConfig other : java.util.List.of(
                Configs.withIssuer(config, "https://elsewhere.example"), Configs.withAudience(config, "elsewhere"))) {
            try (RunningDomain another = new RunningDomain(other)) {
                assertFails(ErrorCode.INVALID_TOKEN, () -> another.validate(grant.accessToken()));
            }
        }
    }
}
