package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static dev.gatehouse.auth.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every method of the auth service, on the database. */
class AuthDomainIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    static RunningDomain service;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningDomain(RunningDomain.config(DATABASE, directory));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aNewAccountHasNamesAsTheyWereGiven() {
        AuthApi.RegisteredAccount account = service.call(
                AuthApi.REGISTER, new AuthApi.Register("Grace.Hopper", "Grace@Example.org", "nanoseconds of wire"));

        assertThat(account.username()).isEqualTo("Grace.Hopper");
        assertThat(account.email()).isEqualTo("Grace@Example.org");
        assertThat(account.accountId().version()).isEqualTo(7);
        assertThat(account.createdAt()).isEqualTo(service.clock.instant());
    }

    @Test
    void namesAreTakenWhateverTheirCase() {
        service.register("mallory");

        assertFails(
                ErrorCode.USER_EXISTS,
                () -> service.call(
                        AuthApi.REGISTER, new AuthApi.Register("MALLORY", "other@example.org", "a fine password")));
        assertFails(
                ErrorCode.USER_EXISTS,
                () -> service.call(
                        AuthApi.REGISTER, new AuthApi.Register("other", "Mallory@EXAMPLE.org", "a fine password")));
    }

    @Test
    void fiftyRegistrationsOfOneNameMakeOneAccount() throws Exception {
        List<Optional<ErrorCode>> outcomes = Together.run(50, i -> () -> {
            try {
                service.call(
                        AuthApi.REGISTER,
                        new AuthApi.Register(
                                i % 2 == 0 ? "everybody" : "EVERYBODY",
                                "everybody" + i + "@example.org",
                                "correct horse battery"));
                return Optional.empty();
            } catch (ServiceException e) {
                return Optional.of(e.code());
            }
        });

        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Optional.of(ErrorCode.USER_EXISTS)::equals)
                .hasSize(49);
        assertThat(count("SELECT count(*) FROM accounts WHERE username_canonical = 'everybody'"))
                .isEqualTo(1);
    }

    @Test
    void everyViolationIsToldAtOnce() {
        ServiceException failure =
                failure(() -> service.call(AuthApi.REGISTER, new AuthApi.Register("\uFF20bc", "no address", "\u0000")));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(failure.details())
                .extracting(FieldViolation::field, FieldViolation::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("username", "pattern"),
                        org.assertj.core.groups.Tuple.tuple("email", "format"),
                        org.assertj.core.groups.Tuple.tuple("password", "min_length"));
    }

    @Test
    void aLoginIsByUsernameOrEmailWhateverTheirCase() {
        UUID id = service.register("alice").accountId();

        assertThat(service.login("ALICE").accountId()).isEqualTo(id);
        assertThat(service.login("Alice@Example.ORG").accountId()).isEqualTo(id);
    }

    @Test
    void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
        service.register("bob");

        ServiceException wrong = failure(() ->
                service.call(AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken("bob", "not his password", Optional.empty())));
        ServiceException unknown = failure(() -> service.call(
                AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken("nobody", "not his password", Optional.empty())));

        assertThat(wrong.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS).isEqualTo(unknown.code());
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    @Test
    void aLoginWithANulOrHalfASurrogatePairIsUnknown() {
        for (String login : List.of("a\u0000b", "a\ud800b", "a\u0000@b")) {
            assertFails(
                    ErrorCode.INVALID_CREDENTIALS,
                    () -> service.call(
                            AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken(login, "any password", Optional.empty())));
        }
    }

    @Test
    void aDisabledAccountGetsNoTokensAndItsTokensAreRefused() throws Exception {
        service.register("carol");
        AuthApi.TokenGrant grant = service.login("carol");
        execute("UPDATE accounts SET status = 'disabled' WHERE username = 'carol'");

        assertFails(ErrorCode.INVALID_CREDENTIALS, () -> service.login("carol"));
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.validate(grant.accessToken()));
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.account(grant.accountId(), grant.sessionId()));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(grant.refreshToken()));
        assertThat(revokeReason(grant)).isEqualTo("account_disabled");
    }

    @Test
    void anAccountThatAsksForACodeIsNotLetInWithout() throws Exception {
        service.register("cautious");
        execute("UPDATE accounts SET otp_enabled = true WHERE username = 'cautious'");

        assertFails(ErrorCode.OTP_REQUIRED, () -> service.login("cautious"));
        assertFails(
                ErrorCode.OTP_INVALID,
                () -> service.call(
                        AuthApi.ISSUE_TOKEN,
                        new AuthApi.IssueToken("cautious", "correct horse battery", Optional.of("123456"))));
    }

    @Test
    void anAccessTokenIsVerifiedByAnotherLibraryWithThePublishedKeys() throws Exception {
        service.register("dora");
        execute("UPDATE accounts SET roles = '{admin,auditor}' WHERE username = 'dora'");
        AuthApi.TokenGrant grant = service.login("dora");
        AuthApi.KeySet keys = service.call(AuthApi.JWKS, new AuthApi.Nothing());

        JWKSet set = JWKSet.parse(Json.mapper().writeValueAsString(keys));
        SignedJWT jwt = SignedJWT.parse(grant.accessToken());
        RSAKey key = (RSAKey) set.getKeyByKeyId(jwt.getHeader().getKeyID());

        assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        assertThat(key.size()).isGreaterThanOrEqualTo(2048);
        assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
        assertThat(keys.keys().getFirst().propertyNames())
                .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(jwt.getHeader().toJSONObject()).containsOnlyKeys("alg", "kid", "typ");
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getClaims())
                .containsOnlyKeys("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "scope", "roles");
        Instant now = service.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        assertThat(claims.getIssuer()).isEqualTo("https://gatehouse.localhost");
        assertThat(claims.getSubject()).isEqualTo(grant.accountId().toString());
        assertThat(claims.getAudience()).containsExactly("gatehouse");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(now));
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(now.plus(Duration.ofMinutes(15))));
        assertThat(UUID.fromString(claims.getJWTID()).version()).isEqualTo(7);
        assertThat(claims.getStringClaim("sid")).isEqualTo(grant.sessionId().toString());
        assertThat(claims.getStringClaim("scope")).isEmpty();
        assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "auditor");
        assertThat(service.validate(grant.accessToken()).roles()).containsExactly("admin", "auditor");
    }

    @Test
    void aGrantTellsHowLongItLasts() {
        service.register("erin");
        AuthApi.TokenGrant grant = service.login("erin");

        assertThat(grant.tokenType()).isEqualTo("Bearer");
        assertThat(grant.expiresIn()).isEqualTo(900);
        assertThat(grant.refreshExpiresIn()).isEqualTo(Duration.ofDays(30).toSeconds());
        assertThat(grant.refreshToken()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void refreshTokensAreStoredAsHashesOnly() throws Exception {
        service.register("frank");
        AuthApi.TokenGrant grant = service.login("frank");

        assertThat(count("SELECT count(*) FROM refresh_tokens WHERE token_hash = sha256(convert_to('"
                        + grant.refreshToken() + "', 'UTF8'))"))
                .isEqualTo(1);
    }

    @Test
    void hundredUsesOfOneRefreshTokenGiveOneSuccessorAndOneLiveChain() throws Exception {
        service.register("grete");
        AuthApi.TokenGrant grant = service.login("grete");

        List<AuthApi.TokenGrant> grants = Together.run(100, i -> () -> service.refresh(grant.refreshToken()));

        Set<String> successors = new HashSet<>();
        grants.forEach(one -> successors.add(one.refreshToken()));
        assertThat(successors).hasSize(1).doesNotContain(grant.refreshToken());
        assertThat(count("SELECT generation FROM sessions WHERE id = '" + grant.sessionId() + "'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM refresh_tokens WHERE session_id = '" + grant.sessionId() + "'"))
                .isEqualTo(2);
        assertThat(service.refresh(successors.iterator().next()).refreshToken()).isNotIn(successors);
    }

    @Test
    void thePredecessorGetsTheSameSuccessorUntilTheGraceIsOver() throws Exception {
        service.register("heidi");
        AuthApi.TokenGrant first = service.login("heidi");
        AuthApi.TokenGrant second = service.refresh(first.refreshToken());
        service.clock.advance(Duration.ofSeconds(10));

        assertThat(service.refresh(first.refreshToken()).refreshToken()).isEqualTo(second.refreshToken());

        service.clock.advance(Duration.ofMillis(1));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(first.refreshToken()));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(second.refreshToken()));
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.validate(second.accessToken()));
        assertThat(revokeReason(first)).isEqualTo("reuse");
    }

    @Test
    void anOlderTokenRevokesTheSessionEvenWithinTheGrace() throws Exception {
        service.register("ivan");
        AuthApi.TokenGrant first = service.login("ivan");
        AuthApi.TokenGrant second = service.refresh(first.refreshToken());
        AuthApi.TokenGrant third = service.refresh(second.refreshToken());

        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(first.refreshToken()));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(third.refreshToken()));
        assertThat(revokeReason(first)).isEqualTo("reuse");
    }

    @Test
    void anUnknownRefreshTokenIsInvalid() {
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh("A".repeat(43)));
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh("\u0000"));
    }

    @Test
    void logoutRevokesTheSessionWhicheverOfItsTokensIsSent() throws Exception {
        service.register("judy");
        AuthApi.TokenGrant first = service.login("judy");
        AuthApi.TokenGrant second = service.refresh(first.refreshToken());

        service.call(AuthApi.LOGOUT, new AuthApi.Logout(first.refreshToken()));
        service.call(AuthApi.LOGOUT, new AuthApi.Logout(first.refreshToken()));
        service.call(AuthApi.LOGOUT, new AuthApi.Logout("never a token"));

        assertThat(revokeReason(first)).isEqualTo("logout");
        assertFails(ErrorCode.REFRESH_INVALID, () -> service.refresh(second.refreshToken()));
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.validate(second.accessToken()));
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.account(first.accountId(), first.sessionId()));
    }

    @Test
    void theCurrentAccountIsThatOfALiveSessionOfItsOwn() {
        service.register("karl");
        service.register("lena");
        AuthApi.TokenGrant karl = service.login("karl");
        AuthApi.TokenGrant lena = service.login("lena");

        AuthApi.Account account = service.account(karl.accountId(), karl.sessionId());

        assertThat(account.username()).isEqualTo("karl");
        assertThat(account.email()).isEqualTo("karl@example.org");
        assertThat(account.emailVerified()).isFalse();
        assertThat(account.otpEnabled()).isFalse();
        assertThat(account.roles()).isEmpty();
        assertFails(ErrorCode.INVALID_TOKEN, () -> service.account(karl.accountId(), lena.sessionId()));
        assertFails(
                ErrorCode.INVALID_TOKEN,
                () -> service.call(AuthApi.GET_ACCOUNT, new AuthApi.Nothing(), Optional.empty()));
    }

    @Test
    void theClientsAddressIsKeptWithTheSession() throws Exception {
        service.register("mia");
        AuthApi.TokenGrant grant = service.login("mia");

        assertThat(text("SELECT ip FROM sessions WHERE id = '" + grant.sessionId() + "'"))
                .isEqualTo("192.0.2.7");
    }

    private static String revokeReason(AuthApi.TokenGrant grant) throws Exception {
        return text("SELECT revoke_reason FROM sessions WHERE id = '" + grant.sessionId() + "'");
    }

    private static int count(String sql) throws Exception {
        return Integer.parseInt(text(sql));
    }

    private static String text(String sql) throws Exception {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
