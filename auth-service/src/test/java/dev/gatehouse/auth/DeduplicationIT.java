package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.command.DeduplicationConfig;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of commands, for how long, and in which form. */
class DeduplicationIT {
    private static final String PASSWORD = "correct horse battery";

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    static RunningDomain service;
    static final Rows ROWS = new Rows(DATABASE);

    @BeforeAll
    static void start() throws Exception {
        service = new RunningDomain(RunningDomain.config(DATABASE, directory));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aRequestWithoutAMessageIdIsDoneEachTime() throws Exception {
        service.register("twice");
        service.login("twice");
        service.login("twice");
        service.deliver(AuthApi.ISSUE_TOKEN, login("twice"), "");

        assertThat(sessions("twice")).isEqualTo(3);
    }

    @Test
    void anotherRequestWithTheSameMessageIdIsAConflict() throws Exception {
        String messageId = id();
        service.deliver(AuthApi.REGISTER, registration("first"), messageId);

        assertFails(ErrorCode.CONFLICT, () -> service.deliver(AuthApi.REGISTER, registration("second"), messageId));
        assertFails(ErrorCode.CONFLICT, () -> service.deliver(AuthApi.LOGOUT, new AuthApi.Logout("x"), messageId));
        assertThat(ROWS.count("SELECT count(*) FROM accounts WHERE username = 'second'"))
                .isZero();
    }

    @Test
    void aSessionRevokedForReuseStaysRevokedAndTheFailureIsRemembered() throws Exception {
        service.register("reused");
        AuthApi.TokenGrant first = service.login("reused");
        AuthApi.TokenGrant third =
                service.refresh(service.refresh(first.refreshToken()).refreshToken());
        String messageId = id();
        AuthApi.RefreshToken reuse = new AuthApi.RefreshToken(first.refreshToken());

        assertFails(ErrorCode.REFRESH_INVALID, () -> service.deliver(AuthApi.REFRESH_TOKEN, reuse, messageId));
        assertThat(ROWS.texts("SELECT revoke_reason FROM sessions WHERE id = '" + first.sessionId() + "'"))
                .containsExactly("reuse");
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.validate(third.accessToken()));
        assertThat(kept(messageId)).isOne();
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.deliver(AuthApi.REFRESH_TOKEN, reuse, messageId));
    }

    @Test
    void aFailureThatChangedNothingIsNotRemembered() throws Exception {
        service.register("taken");
        String messageId = id();

        assertFails(ErrorCode.USER_EXISTS, () -> service.deliver(AuthApi.REGISTER, registration("taken"), messageId));
        assertThat(kept(messageId)).isZero();

        ROWS.execute("DELETE FROM accounts WHERE username = 'taken'");
        assertThat(service.deliver(AuthApi.REGISTER, registration("taken"), messageId))
                .isNotEmpty();
    }

    @Test
    void neitherPasswordsNorTokensAreStoredInClear() throws Exception {
        String registered = id();
        String loggedIn = id();
        String refreshed = id();
        service.deliver(AuthApi.REGISTER, registration("secretive"), registered);
        AuthApi.TokenGrant login = grant(service.deliver(AuthApi.ISSUE_TOKEN, login("secretive"), loggedIn));
        AuthApi.TokenGrant refresh = grant(
                service.deliver(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(login.refreshToken()), refreshed));

        for (String messageId : new String[] {registered, loggedIn, refreshed}) {
            String row = ROWS.texts(("SELECT encode(fingerprint, 'escape') || encode(answer, 'escape') || "
                                    + "convert_from(message_id, 'UTF8') FROM command_answers "
                                    + "WHERE message_id = convert_to('%s', 'UTF8')")
                            .formatted(messageId))
                    .getFirst();
            assertThat(row)
                    .contains(messageId)
                    .doesNotContain(PASSWORD, "secretive", "account_id", "access_token")
                    .doesNotContain(login.accessToken(), login.refreshToken())
                    .doesNotContain(refresh.accessToken(), refresh.refreshToken());
        }
    }

    @Test
    void aCommandIsDoneAnewOnceItsAnswerIsNotKeptAnyLonger() throws Exception {
        service.register("patient");
        AuthApi.RefreshToken request =
                new AuthApi.RefreshToken(service.login("patient").refreshToken());
        String messageId = id();
        byte[] first = service.deliver(AuthApi.REFRESH_TOKEN, request, messageId);

        service.clock.advance(DeduplicationConfig.DEFAULT_KEEP.minusSeconds(1));
        assertThat(service.deliver(AuthApi.REFRESH_TOKEN, request, messageId)).isEqualTo(first);

        service.clock.advance(Duration.ofSeconds(1));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.deliver(AuthApi.REFRESH_TOKEN, request, messageId));
        assertThat(ROWS.texts("SELECT revoke_reason FROM sessions WHERE id = '"
                        + grant(first).sessionId() + "'"))
                .containsExactly("reuse");
    }

    private static AuthApi.Register registration(String username) {
        return new AuthApi.Register(username, username + "@example.org", PASSWORD);
    }

    private static AuthApi.IssueToken login(String username) {
        return new AuthApi.IssueToken(username, PASSWORD, Optional.empty());
    }

    private static AuthApi.TokenGrant grant(byte[] data) {
        return Json.mapper().readValue(new String(data, StandardCharsets.UTF_8), AuthApi.TokenGrant.class);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static long kept(String messageId) throws Exception {
        return ROWS.count(
                "SELECT count(*) FROM command_answers WHERE message_id = convert_to('" + messageId + "', 'UTF8')");
    }

    private static long sessions(String username) throws Exception {
        return ROWS.count("SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE username = '"
                + username + "'");
    }
}
