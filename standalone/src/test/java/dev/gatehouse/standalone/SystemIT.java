package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SystemIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final String ROUTES = """
            - name: tests.scoped
              http: GET /v1/tests/scoped
              scopes: [tests:read]
              respond: {data: {}}
            - name: tests.mine
              http: GET /v1/tests/mine
              respond: {data: {}}
            - name: tests.declared
              http: GET /v1/tests/declared
              auth: none
              respond: {error_code: common.not_implemented, message: Not built yet}
            - name: tests.nobody
              http: GET /v1/tests/nobody
              rpc: core.tests.rpc.nobody.v1
              auth: none
            - name: tests.fake
              http: GET /v1/tests/fake
              rpc: core.tests.rpc.fake.v1
              auth: none
              timeout: PT0.5S
            """;

    @TempDir
    static Path dir;

    private static RunningSystem system;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        system = new RunningSystem(
                dir,
                ROUTES,
                Map.of(
                        "amqp.uri", BROKER.uri().toString(),
                        "database.url", DATABASE.jdbcUrl(),
                        "database.username", DATABASE.username(),
                        "database.password", DATABASE.password()));
        client = new Client(system.url());
    }

    @AfterAll
    static void stop() {
        client.close();
        system.close();
    }

    @Test
    void accountRegistersLogsInAndUsesItsToken() throws Exception {
        Answer registered = client.register("ada");
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.body().path("success").asBoolean()).isTrue();
        assertThat(registered.response().headers().firstValue("X-Request-ID")).isPresent();

        Answer login = client.login("ada");
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.text("token_type")).isEqualTo("Bearer");
        String token = login.text("access_token");

        Answer valid = client.get("/v1/auth/validate", token);
        assertThat(valid.status()).isEqualTo(200);
        assertThat(valid.data().path("valid").asBoolean()).isTrue();
        assertThat(valid.text("account_id")).isEqualTo(registered.text("account_id"));
        assertThat(valid.text("session_id")).isEqualTo(login.text("session_id"));

        Answer me = client.get("/v1/auth/me", token);
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("username")).isEqualTo("ada");
        assertThat(me.text("email")).isEqualTo("ada@example.com");
    }

    @Test
    void refreshGivesASuccessorAndLogoutEndsTheSession() throws Exception {
        client.register("bea");
        String first = client.login("bea").text("refresh_token");
        Answer refreshed = client.refresh(first);
        assertThat(refreshed.status()).isEqualTo(200);
        String second = refreshed.text("refresh_token");
        assertThat(second).isNotEqualTo(first);

        assertThat(client.post("/v1/auth/logout", Map.of("refresh_token", second))
                        .status())
                .isEqualTo(200);
        Answer after = client.refresh(second);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.errorCode()).isEqualTo("auth.refresh_invalid");
    }

    /** The route is answered by the gateway alone, which asks nobody. */
    @Test
    void accessTokenIsRefusedWithinASecondOfTheLogout() throws Exception {
        client.register("kim");
        Answer login = client.login("kim");
        String token = login.text("access_token");
        assertThat(client.get("/v1/tests/mine", token).status()).isEqualTo(200);

        client.post("/v1/auth/logout", Map.of("refresh_token", login.text("refresh_token")));

        Awaitility.await("the refusal")
                .atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> client.get("/v1/tests/mine", token).status() == 401);
        assertRefused(client.get("/v1/auth/validate", token), 401, "auth.invalid_token");
    }

    @Test
    void foreignLibraryVerifiesATokenFromThePublishedKeySet() throws Exception {
        client.register("cleo");
        String token = client.login("cleo").text("access_token");
        Answer keys = client.get("/.well-known/jwks.json");
        assertThat(keys.body().has("success")).isFalse();

        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                new ImmutableJWKSet<>(JWKSet.parse(keys.response().body()))));
        JWTClaimsSet claims = processor.process(token, null);
        assertThat(UUID.fromString(claims.getSubject())).isNotNull();
        assertThat(claims.getAudience()).containsExactly("gatehouse");
        assertThat(claims.getStringClaim("sid")).isNotEmpty();
    }

    @Test
    void hundredSimultaneousRefreshesGiveOneSuccessorAndOneLiveChain() throws Exception {
        client.register("dora");
        String token = client.login("dora").text("refresh_token");

        List<Answer> answers = Simultaneous.run(100, () -> client.refresh(token));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("refresh_token")).distinct())
                .hasSize(1);
        assertThat(client.refresh(answers.getFirst().text("refresh_token")).status())
                .isEqualTo(200);
    }

    @Test
    void fiftySimultaneousRegistrationsOfOneNameMakeOneAccount() throws Exception {
        List<Answer> answers = Simultaneous.run(50, () -> client.register("eve"));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(49)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(409);
                    assertThat(answer.errorCode()).isEqualTo("auth.user_exists");
                });
    }

    @Test
    void wrongPasswordAndUnknownAccountAreAnsweredAlike() throws Exception {
        client.register("finn");
        Answer wrong = client.post("/v1/auth/login", Map.of("username", "finn", "password", "something else"));
        Answer unknown = client.login("nobody");
        assertThat(List.of(wrong, unknown)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.errorCode()).isEqualTo("auth.invalid_credentials");
        });
        assertThat(wrong.body().path("message")).isEqualTo(unknown.body().path("message"));
    }

    @Test
    void missingAndForgedTokensAreRefused() throws Exception {
        client.register("gus");
        String token = client.login("gus").text("access_token");
        String forged = token.substring(0, token.lastIndexOf('.') + 1)
                + new StringBuilder(token.substring(token.lastIndexOf('.') + 1)).reverse();

        assertRefused(client.get("/v1/auth/me"), 401, "auth.invalid_token");
        Answer answer = client.get("/v1/auth/me", forged);
        assertRefused(answer, 401, "auth.invalid_token");
        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("Bearer").contains("invalid_token"));
    }

    @Test
    void tokenWithoutTheScopeIsForbidden() throws Exception {
        client.register("hal");
        assertRefused(client.get("/v1/tests/scoped", client.login("hal").text("access_token")), 403, "auth.forbidden");
    }

    @Test
    void takenNameIsToldAndSoIsEveryViolation() throws Exception {
        client.register("ida");
        assertRefused(client.register("IDA"), 409, "auth.user_exists");

        Answer invalid = client.post("/v1/auth/register", Map.of("username", "!", "email", "no", "pasword", "x"));
        assertRefused(invalid, 400, "validation.failed");
        assertThat(invalid.body()
                        .path("details")
                        .valueStream()
                        .map(detail -> detail.path("field").asString()))
                .contains("username", "email", "password", "pasword");
    }

    @Test
    void serviceThatIsNotThereIsToldAtOnce() throws Exception {
        Answer answer = client.get("/v1/tests/nobody");
        assertRefused(answer, 503, "rpc.unavailable");
        assertThat(answer.body().path("outcome").asString()).isEqualTo("not_executed");
    }

    @Test
    void serviceThatDoesNotAnswerIsATimeout() throws Exception {
        try (FakeService silent = new FakeService(BROKER, "core.tests.rpc.fake.v1", Optional.empty())) {
            assertThat(silent).isNotNull();
            Answer answer = client.get("/v1/tests/fake");
            assertRefused(answer, 504, "rpc.timeout");
            assertThat(answer.body().path("outcome").asString()).isEqualTo("unknown");
        }
    }

    @Test
    void answerThatIsNoEnvelopeIsABadResponse() throws Exception {
        try (FakeService confused = new FakeService(BROKER, "core.tests.rpc.fake.v1", Optional.of("hello"))) {
            assertThat(confused).isNotNull();
            assertRefused(client.get("/v1/tests/fake"), 502, "rpc.bad_response");
        }
    }

    @Test
    void failureOfAServiceIsPassedOnAndItsOwnCodesAre500() throws Exception {
        for (String code : List.of("common.internal_error", "orders.out_of_stock")) {
            try (FakeService failing = new FakeService(BROKER, "core.tests.rpc.fake.v1", Optional.of(failure(code)))) {
                assertThat(failing).isNotNull();
                assertRefused(client.get("/v1/tests/fake"), 500, code);
            }
        }
    }

    @Test
    void declaredRouteIsNotImplementedAndAnUnknownOneNotFound() throws Exception {
        assertRefused(client.get("/v1/tests/declared"), 501, "common.not_implemented");
        assertRefused(client.get("/v1/nowhere"), 404, "common.not_found");
    }

    private static String failure(String code) {
        return "{\"success\": false, \"error_code\": \"" + code + "\", \"message\": \"Something went wrong.\"}";
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.errorCode()).as("body %s", answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("success").asBoolean(true)).isFalse();
        assertThat(answer.body().path("request_id").asString())
                .isEqualTo(
                        answer.response().headers().firstValue("X-Request-ID").orElseThrow());
    }
}
