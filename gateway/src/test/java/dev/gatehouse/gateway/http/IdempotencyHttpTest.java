package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyHttpTest {
    private static final String ROUTES = """
            - {name: t.pay, http: POST /pay, rpc: core.t.rpc.pay.v1, auth: optional, status: 201, idempotent: true}
            - {name: t.item, http: "PUT /items/{id}", rpc: core.t.rpc.item.v1, auth: none, idempotent: true}
            - {name: t.drop, http: "DELETE /items/{id}", rpc: core.t.rpc.drop.v1, auth: none, idempotent: true}
            - {name: t.bare, http: POST /bare, rpc: core.t.rpc.bare.v1, auth: none, idempotent: true, envelope: false}
            - {name: t.brief, http: POST /brief, rpc: core.t.rpc.brief.v1, auth: none, idempotent: true, timeout: PT0.2S}
            - {name: t.mine, http: POST /mine, rpc: core.t.rpc.mine.v1, idempotent: true, scopes: [pay]}
            - {name: t.plain, http: POST /plain, rpc: core.t.rpc.plain.v1, auth: none}
            """;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger calls = new AtomicInteger();
    private TestGateway gateway;
    private String key;

    @BeforeAll
    void startGateway(@TempDir Path directory) throws IOException {
        gateway = TestGateway.start(directory, ROUTES);
    }

    @AfterAll
    void stopGateway() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.requests.clear();
        gateway.laterNanos.set(0);
        key = UUID.randomUUID().toString();
        calls.set(0);
        gateway.answer(request -> numbered());
    }

    private byte[] numbered() {
        return TestGateway.bytes("{\"success\":true,\"data\":{\"n\":" + calls.incrementAndGet() + "}}");
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return gateway.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return gateway.send(request(method, path, body));
    }

    private HttpResponse<String> pay(String body) {
        return send("POST", "/pay", body);
    }

    @Test
    void theSecondGetsTheFirstAnswerByteForByte() {
        HttpResponse<String> first = pay("{\"amount\":1}");
        HttpResponse<String> second =
                gateway.send(request("POST", "/pay", "{\"amount\":1}").header("X-Request-ID", "second"));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(replayed(first)).isFalse();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(replayed(second)).isTrue();
        assertThat(second.headers().firstValue("X-Request-ID")).contains("second");
        assertThat(second.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(second.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aBareAnswerIsReplayedBare() {
        assertThat(send("POST", "/bare", "{}").body()).isEqualTo("{\"n\":1}");
        assertThat(send("POST", "/bare", "{}").body()).isEqualTo("{\"n\":1}");
    }

    @Test
    void withoutAKeyEachIsDone() {
        gateway.post("/pay", "{}");
        gateway.post("/pay", "{}");
        assertThat(calls).hasValue(2);
        assertThat(gateway.requests).allMatch(request -> request.messageId().isEmpty());
    }

    @Test
    void aRouteThatIsNotIdempotentDoesNotLookAtTheKey() {
        send("POST", "/plain", "{}");
        key = "x".repeat(65);
        send("POST", "/plain", "{}");
        assertThat(calls).hasValue(2);
    }

    @Test
    void anotherBodyIsAConflict() {
        HttpResponse<String> first = pay("{\"amount\":1}");
        assertError(pay("{\"amount\":2}"), 409, "common.conflict", "");
        assertError(pay("{\"amount\": 1}"), 409, "common.conflict", "");
        assertThat(pay("{\"amount\":1}").body()).isEqualTo(first.body());
        assertThat(calls).hasValue(1);
    }

    @Test
    void parametersOfPathAndQueryAreOfTheRequest() {
        assertThat(send("PUT", "/items/1?a=1", "{}").statusCode()).isEqualTo(200);
        assertError(send("PUT", "/items/2?a=1", "{}"), 409, "common.conflict", "");
        assertError(send("PUT", "/items/1?a=2", "{}"), 409, "common.conflict", "");
        assertThat(replayed(send("PUT", "/items/1?a=1", "{}"))).isTrue();
    }

    @Test
    void anotherRouteHasKeysOfItsOwn() {
        send("PUT", "/items/1", "{}");
        assertThat(replayed(send("DELETE", "/items/1", "{}"))).isFalse();
        assertThat(replayed(send("DELETE", "/items/1", "{}"))).isTrue();
        assertThat(calls).hasValue(2);
    }

    @Test
    void anotherAccountHasKeysOfItsOwn() {
        String token = gateway.token();
        HttpResponse<String> anonymous = pay("{}");
        HttpResponse<String> mine =
                gateway.send(request("POST", "/pay", "{}").header("Authorization", "Bearer " + token));
        HttpResponse<String> again =
                gateway.send(request("POST", "/pay", "{}").header("Authorization", "Bearer " + token));
        assertThat(mine.body()).isNotEqualTo(anonymous.body());
        assertThat(again.body()).isEqualTo(mine.body());
        assertThat(gateway.requests.getLast().caller().orElseThrow().accountId())
                .hasToString(TestTokens.ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "x1234567890123456789012345678901234567890123456789012345678901234"})
    void aKeyOfAnotherFormIsRefused(String text) throws IOException {
        String answer = gateway.raw("POST /pay HTTP/1.1\r\nHost: h\r\nConnection: close\r\nIdempotency-Key: " + text
                + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("\"error_code\":\"validation.failed\"")
                .contains("{\"field\":\"Idempotency-Key\",\"code\":\"format\"");
        assertThat(calls).hasValue(0);
    }

    @Test
    void anEmptyKeyIsRefused() throws IOException {
        String answer = gateway.raw(
                "POST /pay HTTP/1.1\r\nHost: h\r\nConnection: close\r\nIdempotency-Key:\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"field\":\"Idempotency-Key\"");
    }

    @Test
    void twoKeysAreRefused() {
        HttpResponse<String> response =
                gateway.send(request("POST", "/pay", "{}").header("Idempotency-Key", "another"));
        assertError(response, 400, "validation.failed", "");
        assertThat(response.body()).contains("\"field\":\"Idempotency-Key\",\"code\":\"duplicate\"");
        assertThat(calls).hasValue(0);
    }

    @Test
    void aKeyMayBeAnyVisibleAscii() {
        key = "\"!~,;" + "x".repeat(59);
        assertThat(pay("{}").statusCode()).isEqualTo(201);
        assertThat(replayed(pay("{}"))).isTrue();
    }

    @Test
    void anErrorOfTheServiceIsReplayedWithTheFirstRequestId() {
        gateway.answer("{\"success\":false,\"error_code\":\"pay.refused\",\"message\":\"No.\"}");
        HttpResponse<String> first = gateway.send(request("POST", "/pay", "{}").header("X-Request-ID", "first"));
        gateway.answer(request -> numbered());
        HttpResponse<String> second = gateway.send(request("POST", "/pay", "{}").header("X-Request-ID", "second"));
        assertThat(second.statusCode()).isEqualTo(500);
        assertThat(second.body()).isEqualTo(first.body()).contains("\"request_id\":\"first\"");
        assertThat(second.headers().firstValue("X-Request-ID")).contains("second");
        assertThat(replayed(second)).isTrue();
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "error_code":"auth.invalid_credentials"
                    "error_code":"auth.forbidden"
                    "error_code":"common.rate_limited"
                    "error_code":"common.internal_error"
                    "error_code":"common.unavailable"
                    "error_code":"common.overloaded","outcome":"not_executed"
                    "error_code":"rpc.timeout"
                    "error_code":"pay.locked","retry_after":3
                    "error_code":"pay.lost","outcome":"unknown"
                    "no":"envelope"
                    """)
    void afterAnAnswerThatDoesNotCountItIsTriedAgainUnderTheSameIdentity(String failure) {
        gateway.answer("{\"success\":false,\"message\":\"m\"," + failure + "}");
        assertThat(pay("{}").statusCode()).isGreaterThanOrEqualTo(400);
        gateway.answer(request -> numbered());
        HttpResponse<String> second = pay("{}");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(replayed(second)).isFalse();
        assertThat(replayed(pay("{}"))).isTrue();
        assertThat(gateway.requests).hasSize(2);
        assertThat(gateway.requests.getFirst().messageId())
                .isPresent()
                .isEqualTo(gateway.requests.getLast().messageId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validation.failed",
                "common.not_found",
                "common.conflict",
                "auth.user_exists",
                "common.payload_too_large",
                "pay.sold_out"
            })
    void anErrorThatAnotherTryWouldNotChangeIsKept(String code) {
        gateway.answer("{\"success\":false,\"error_code\":\"" + code + "\",\"message\":\"m\"}");
        HttpResponse<String> first = pay("{}");
        gateway.answer(request -> numbered());
        HttpResponse<String> second = pay("{}");
        assertThat(replayed(second)).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.statusCode()).isEqualTo(first.statusCode());
    }

    @Test
    void afterATryInDoubtNoneSaysThatNothingWasDone() {
        gateway.answer(failing(ServiceException.of(ErrorCode.RPC_TIMEOUT)));
        assertError(pay("{}"), 504, "rpc.timeout", "unknown");
        gateway.answer(failing(ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted()));
        assertError(pay("{}"), 503, "rpc.unavailable", "unknown");
        gateway.answer(
                "{\"success\":false,\"error_code\":\"common.overloaded\",\"message\":\"m\",\"outcome\":\"not_executed\"}");
        assertError(pay("{}"), 503, "common.overloaded", "unknown");
    }

    @Test
    void whatTheGatewayRefusesIsNotKept() {
        assertError(pay("{"), 400, "validation.failed", "");
        assertThat(send("POST", "/mine", "{}").statusCode()).isEqualTo(401);
        assertThat(pay("{}").statusCode()).isEqualTo(201);
    }

    @Test
    void afterADayTheKeyIsNew() {
        pay("{}");
        gateway.laterNanos.set(Duration.ofHours(24).toNanos());
        assertThat(replayed(pay("{\"another\":1}"))).isFalse();
        assertThat(calls).hasValue(2);
    }

    @Test
    void whatWasDoneIsNotDoneAgainThoughItsAnswerIsTooLarge() {
        String large = "{\"success\":true,\"data\":{\"x\":\"" + "x".repeat(300_000) + "\"}}";
        gateway.answer(large);
        assertThat(pay("{}").body()).isEqualTo(large);
        HttpResponse<String> second = pay("{}");
        assertError(second, 409, "common.conflict", "", false);
        assertThat(replayed(second)).isTrue();
        assertThat(gateway.requests).hasSize(1);
    }

    @Test
    void ofFiftyAtOnceOneIsDoneAndAllGetItsAnswer() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        gateway.answer(request -> {
            awaited(under);
            return numbered();
        });
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> pay("{}")));
            }
            await().atMost(SOON).until(() -> gateway.requests.size() == 1);
            under.countDown();
        }
        assertThat(calls).hasValue(1);
        int replayed = 0;
        for (Future<HttpResponse<String>> answer : answers) {
            HttpResponse<String> response = answer.get();
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("{\"success\":true,\"data\":{\"n\":1}}");
            replayed += replayed(response) ? 1 : 0;
        }
        assertThat(replayed).isEqualTo(49);
    }

    @Test
    void whoeverWaitsLongerThanItsRouteAllowsIsToldThatNobodyKnows() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        gateway.answer(request -> {
            awaited(end);
            return numbered();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = threads.submit(() -> send("POST", "/brief", "{}"));
            await().atMost(SOON).until(() -> gateway.requests.size() == 1);
            assertError(send("POST", "/brief", "{}"), 504, "rpc.timeout", "unknown");
            end.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
        }
        assertThat(replayed(send("POST", "/brief", "{}"))).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aClientThatHangsUpLeavesItsAnswerBehind() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        gateway.answer(request -> {
            awaited(end);
            return numbered();
        });
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("POST /pay HTTP/1.1\r\nHost: h\r\nIdempotency-Key: " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            await().atMost(SOON).until(() -> gateway.requests.size() == 1);
        }
        end.countDown();
        HttpResponse<String> second = pay("{}");
        assertThat(second.body()).isEqualTo("{\"success\":true,\"data\":{\"n\":1}}");
        assertThat(replayed(second)).isTrue();
        assertThat(calls).hasValue(1);
    }

    private static Function<RpcRequest, byte[]> failing(ServiceException failure) {
        return request -> {
            throw failure;
        };
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean replayed(HttpResponse<String> response) {
        Optional<String> header = response.headers().firstValue("Idempotency-Replayed");
        header.ifPresent(value -> assertThat(value).isEqualTo("true"));
        return header.isPresent();
    }

    private static void assertError(HttpResponse<String> response, int status, String code, String outcome) {
        assertError(response, status, code, outcome, true);
    }

    private static void assertError(
            HttpResponse<String> response, int status, String code, String outcome, boolean underItsOwnId) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var body = Json.mapper().readTree(response.body());
        assertThat(body.path("error_code").asString()).isEqualTo(code);
        assertThat(body.path("outcome").asString("")).isEqualTo(outcome);
        assertThat(response.headers()
                        .firstValue("X-Request-ID")
                        .orElseThrow()
                        .equals(body.path("request_id").asString()))
                .isEqualTo(underItsOwnId);
    }
}
