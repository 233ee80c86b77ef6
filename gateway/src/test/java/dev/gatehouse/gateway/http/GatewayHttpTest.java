package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.gateway.proxy.AddressRange;
import dev.gatehouse.gateway.proxy.ForwardedHeader;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayHttpTest {
    private static final String ROUTES = """
            - {name: t.open, http: POST /open, rpc: core.t.rpc.open.v1, auth: none, status: 201, request: schema.json}
            - {name: t.free, http: POST /free, rpc: core.t.rpc.free.v1, auth: none, timeout: PT2S, body-limit: 64B}
            - {name: t.item, http: "GET /items/{id}", rpc: core.t.rpc.item.v1, auth: none, request: schema.json}
            - {name: t.list, http: "GET /items", rpc: core.t.rpc.list.v1, auth: none, request: list.json}
            - {name: t.put, http: "PUT /things/{id}", rpc: core.t.rpc.put.v1, auth: none}
            - {name: t.mine, http: GET /mine, rpc: core.t.rpc.mine.v1}
            - {name: t.maybe, http: GET /maybe, rpc: core.t.rpc.maybe.v1, auth: optional}
            - {name: t.scope, http: GET /scope, rpc: core.t.rpc.scope.v1, scopes: [orders:read, orders:all]}
            - {name: t.role, http: GET /role, rpc: core.t.rpc.role.v1, roles: [admin, user]}
            - {name: t.admin, http: GET /admin, rpc: core.t.rpc.admin.v1, roles: [admin]}
            - {name: t.bearer, http: POST /bearer, rpc: core.t.rpc.bearer.v1, bearer-as: access_token, request: bearer.json}
            - {name: t.bare, http: GET /bare, rpc: core.t.rpc.bare.v1, auth: none, envelope: false}
            - {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {n: 1}}}
            - {name: t.later, http: GET /later, auth: none, respond: {error_code: common.not_implemented, message: Later.}}
            """;
    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "properties": {
              "id": {"type": "integer", "minimum": 1}, "name": {"type": "string", "maxLength": 5}, "on": {"type": "boolean"},
              "price": {"type": "number"}, "tags": {"type": "array", "items": {"type": "integer"}}}}
            """;
    private static final String LIST_SCHEMA = """
            {"type": "object", "additionalProperties": false, "properties": {
              "limit": {"$ref": "paging.json#/$defs/limit"},
              "ids": {"type": "array", "items": {"$ref": "paging.json#/$defs/limit"}}}}
            """;
    private static final String PAGING_SCHEMA = """
            {"$defs": {"limit": {"$ref": "#/$defs/count"}, "count": {"type": "integer", "maximum": 100}}}
            """;
    private static final String BEARER_SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["access_token"],
             "properties": {"access_token": {"type": "string"}}}
            """;

    private TestGateway gateway;

    @BeforeAll
    void startGateway(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("schema.json"), SCHEMA);
        Files.writeString(directory.resolve("list.json"), LIST_SCHEMA);
        Files.writeString(directory.resolve("paging.json"), PAGING_SCHEMA);
        Files.writeString(directory.resolve("bearer.json"), BEARER_SCHEMA);
        gateway = TestGateway.start(directory, ROUTES);
    }

    @AfterAll
    void stopGateway() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.requests.clear();
        gateway.answer("{\"success\":true,\"data\":{}}");
    }

    @Test
    void replyGoesToTheClientAsItCame() {
        String reply = "{ \"success\":true , \"data\":{\"b\":1,\"a\":[ ]} }";
        gateway.answer(reply);
        HttpResponse<String> response = gateway.post("/open", "{\"name\":\"x\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(reply);
        assertHeaders(response);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void bodyGoesToTheServiceAsItCame() {
        gateway.post("/open", "{ \"name\" : \"x\" }");
        assertThat(gateway.lastBody()).isEqualTo("{ \"name\" : \"x\" }");
        RpcRequest request = gateway.requests.getLast();
        assertThat(request.routingKey()).isEqualTo("core.t.rpc.open.v1");
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(request.caller()).isEmpty();
        assertThat(request.clientIp()).contains("127.0.0.1");
    }

    @Test
    void serviceLearnsForWhomATrustedProxyForwards() {
        HttpRequest.Builder request = gateway.request("/free")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-For", "2001:db8::9, 127.0.0.2")
                .header("x-client-ip", "6.6.6.6");
        Tunables before = gateway.tunables;
        try {
            gateway.tunables = trusting(before, "127.0.0.0/8");
            gateway.send(request);
            assertThat(gateway.requests.getLast().clientIp()).contains("2001:db8:0:0:0:0:0:9");
            gateway.tunables = trusting(before, "127.0.0.2");
            gateway.send(request);
            assertThat(gateway.requests.getLast().clientIp()).contains("127.0.0.1");
        } finally {
            gateway.tunables = before;
        }
        gateway.send(request);
        assertThat(gateway.requests.getLast().clientIp()).contains("127.0.0.1");
    }

    private static Tunables trusting(Tunables tunables, String proxies) {
        EdgeConfig edge = new EdgeConfig(
                tunables.edge().concurrentRequests(),
                tunables.edge().requestTimeout(),
                new ProxyConfig(List.of(AddressRange.parse(proxies).orElseThrow()), ForwardedHeader.X_FORWARDED_FOR),
                tunables.edge().answers());
        return new Tunables(edge, tunables.routes(), tunables.pages(), tunables.answers());
    }

    @Test
    void routesTimeoutIsUsed() {
        gateway.post("/free", "{}");
        assertThat(gateway.requests.getLast().timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void noBodyIsAnEmptyObject() {
        gateway.send(gateway.request("/free").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(gateway.lastBody()).isEqualTo("{}");
    }

    @Test
    void parametersAreMergedWithTheirTypes() {
        gateway.get("/items/7?name=a+b&on=true&price=1.50&tags=1&tags=2");
        assertThat(gateway.lastBody())
                .isEqualTo("{\"id\":7,\"name\":\"a b\",\"on\":true,\"price\":1.50,\"tags\":[1,2]}");
    }

    @Test
    void typeOfAParameterMayBeInAnotherFile() {
        gateway.get("/items?limit=5&ids=1&ids=2");
        assertThat(gateway.lastBody()).isEqualTo("{\"limit\":5,\"ids\":[1,2]}");
        assertThat(violations(gateway.get("/items?limit=500&ids=1&ids=x")))
                .containsExactlyInAnyOrder("limit:maximum", "ids[1]:type");
    }

    @Test
    void mergedBodyKeepsItsNumbersToTheLastDigit() {
        String numbers = "\"a\":0.12345678901234567890123456789 , \"b\":1e400, \"c\":12345678901234567890123";
        gateway.send(gateway.request("/things/x%22?q=%7D")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{" + numbers + "} \n")));
        assertThat(gateway.lastBody()).isEqualTo("{" + numbers + ",\"id\":\"x\\\"\",\"q\":\"}\"}");
    }

    @Test
    void mergedBodyMayBeEmpty() {
        gateway.send(gateway.request("/things/x")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(" { } ")));
        assertThat(gateway.lastBody()).isEqualTo(" { \"id\":\"x\"}");
    }

    @Test
    void requestIdIsOnTheAccessLogsLineOnce() throws IOException {
        var log = (Logger) LoggerFactory.getLogger("gateway.access");
        List<String> lines = new CopyOnWriteArrayList<>();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                lines.add(line.getMDCPropertyMap().get(RequestContext.MDC_KEY) + " "
                        + line.getFormattedMessage().replaceFirst("\\d+us$", "us"));
            }
        };
        appender.start();
        log.setLevel(Level.INFO);
        log.addAppender(appender);
        try {
            gateway.send(gateway.request("/fixed?secret=1").header("X-Request-ID", "mine"));
            gateway.raw("GET /fixed HTTP/1.1\r\nHost: h\r\nX-Request-ID: unread\r\nContent-Length: x\r\n\r\n");
            gateway.raw("GET\r\n\r\n");
            await().untilAsserted(() -> assertThat(lines)
                    .contains("mine GET t.fixed 200 us", "unread - - 400 -")
                    .anyMatch(line -> line.matches("[0-9a-f-]{36} - - 400 -")));
        } finally {
            log.detachAppender(appender);
            log.setLevel(null);
        }
    }

    @Test
    void everyViolationIsToldAtOnce() {
        HttpResponse<String> response = gateway.get("/items/x?on=yes&name=toolong&more=1&price=&name2=%20");
        assertError(response, 400, "validation.failed");
        assertThat(violations(response))
                .containsExactlyInAnyOrder(
                        "id:type", "name:max_length", "on:type", "price:type", "more:unknown", "name2:unknown");
        assertThat(gateway.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /items/7?id=8        | GET  |                         | id:duplicate
                    /items/7?name=a&name=b | GET |                        | name:duplicate
                    /open?name=a         | POST | {"name":"b"}            | name:duplicate
                    /open                | POST | {"name":"a","name":"b"} | name:duplicate
                    /open                | POST | {"a":[{"b":1,"b":2}]}   | a[0].b:duplicate
                    /items/7?name=%ff    | GET  |                         | :encoding
                    """)
    void nameGivenTwiceIsRefused(String path, String method, String body, String violation) {
        HttpResponse<String> response = gateway.send(gateway.request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body)));
        assertError(response, 400, "validation.failed");
        assertThat(violations(response)).contains(violation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{}x", "{} {}", "{\"a\":}", "{'a':1}", "{\"a\":1,}", "{\"a\":NaN}", "{\"a\":01}", "\u0000{}"
            })
    void brokenJsonIsRefused(String body) {
        HttpResponse<String> response = gateway.post("/open", body);
        assertError(response, 400, "validation.failed");
        assertThat(gateway.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"a\"", "null", " "})
    void otherJsonThanAnObjectIsRefused(String body) {
        assertThat(violations(gateway.post("/free", body))).containsExactly(":type");
    }

    @Test
    void deepJsonIsRefused() {
        String deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThat(violations(gateway.post("/open", deep))).containsExactly(":limit");
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        for (byte[] body : List.of(
                "{\"name\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE),
                "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16),
                "\uFEFF{}".getBytes(StandardCharsets.UTF_8))) {
            HttpResponse<String> response = gateway.send(gateway.request("/open")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
            assertThat(violations(response)).containsExactly(":encoding");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,200",
        "application/json; charset=utf-8,200",
        "Application/JSON;charset=\"UTF-8\",200",
        "application/json; charset=iso-8859-1,415",
        "text/plain,415",
        "application/x-www-form-urlencoded,415",
        "rubbish,415"
    })
    void bodyMustBeJsonByItsType(String type, int status) {
        HttpResponse<String> response = gateway.send(
                gateway.request("/free").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(status);
        assertHeaders(response);
    }

    @Test
    void bodyWithoutATypeIsRefused() {
        assertError(
                gateway.send(gateway.request("/free").POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "common.unsupported_media_type");
    }

    @Test
    void bodyOverTheRoutesLimitIsRefused() {
        assertThat(gateway.post("/free", "{\"a\":\"" + "x".repeat(56) + "\"}").statusCode())
                .isEqualTo(200);
        assertError(gateway.post("/free", "{\"a\":\"" + "x".repeat(57) + "\"}"), 413, "common.payload_too_large");
    }

    @Test
    void chunkedBodyIsCounted() {
        String body = "{\"a\":\"" + "x".repeat(57) + "\"}";
        HttpResponse<String> response = gateway.send(gateway.request("/free")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(TestGateway.bytes(body)))));
        assertError(response, 413, "common.payload_too_large");
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void bodyOverTheServersLimitIsRefused() {
        assertError(gateway.post("/free", "x".repeat(3 << 20)), 413, "common.payload_too_large");
    }

    @Test
    void unknownPathIsNotFound() {
        assertError(gateway.get("/nowhere?secret=1"), 404, "common.not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "TRACE", "BREW"})
    void otherMethodIsToldWhichOnesThereAre(String method) {
        HttpResponse<String> response =
                gateway.send(gateway.request("/items/7").method(method, HttpRequest.BodyPublishers.noBody()));
        assertError(response, 405, "common.method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void headIsGetWithoutTheBody() {
        HttpResponse<String> response =
                gateway.send(gateway.request("/items/7").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).contains("26");
    }

    @Test
    void requestIdIsTheClientsOwnWhereItIsGood() {
        HttpResponse<String> good = gateway.send(gateway.request("/nowhere").header("X-Request-ID", "my.id-1_2"));
        assertThat(good.headers().firstValue("X-Request-ID")).contains("my.id-1_2");
        assertThat(json(good).path("request_id").asString()).isEqualTo("my.id-1_2");
        HttpResponse<String> bad = gateway.send(gateway.request("/nowhere").header("X-Request-ID", "<script>"));
        assertThat(bad.headers().firstValue("X-Request-ID").orElseThrow())
                .doesNotContain("<")
                .hasSize(36);
    }

    @Test
    void missingTokenIsAsked() {
        HttpResponse<String> response = gateway.get("/mine");
        assertError(response, 401, "auth.invalid_token");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void goodTokenNamesTheCallerToTheService() {
        HttpResponse<String> response = withToken("/mine", gateway.token());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(gateway.requests.getLast().caller().orElseThrow().accountId())
                .isEqualTo(UUID.fromString(TestTokens.ACCOUNT));
    }

    @Test
    void expiredTokenIsToldApart() {
        HttpResponse<String> response =
                withToken("/mine", TestGateway.ISSUER.token(Instant.now().minus(Duration.ofHours(1))));
        assertError(response, 401, "auth.token_expired");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    @Test
    void optionalTokenNeedNotBeThereButMustBeGood() {
        assertThat(gateway.get("/maybe").statusCode()).isEqualTo(200);
        assertThat(gateway.requests.getLast().caller()).isEmpty();
        assertThat(withToken("/maybe", gateway.token()).statusCode()).isEqualTo(200);
        assertThat(gateway.requests.getLast().caller()).isPresent();
        assertError(withToken("/maybe", "rubbish"), 401, "auth.invalid_token");
        assertError(
                gateway.send(gateway.request("/maybe").header("Authorization", "Basic YTpi")),
                401,
                "auth.invalid_token");
    }

    @Test
    void scopesAreAllNeededAndRolesAny() {
        HttpResponse<String> response = withToken("/scope", gateway.token());
        assertError(response, 403, "auth.forbidden");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"insufficient_scope\"");
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.put("scope", "orders:all x orders:read");
        String token = TestGateway.ISSUER.token(TestGateway.ISSUER.header(), claims);
        assertThat(withToken("/scope", token).statusCode()).isEqualTo(200);
        assertThat(withToken("/role", token).statusCode()).isEqualTo(200);
        assertError(withToken("/admin", token), 403, "auth.forbidden");
    }

    @Test
    void rawTokenIsHandedOnAndNeverTakenFromTheClient() {
        String token = gateway.token();
        HttpRequest.Builder request = gateway.request("/bearer").header("Authorization", "bearer " + token);
        assertThat(gateway.send(request.POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.lastBody()).isEqualTo("{\"access_token\":\"" + token + "\"}");
        gateway.requests.clear();
        HttpResponse<String> body = gateway.send(gateway.request("/bearer")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"access_token\":\"mine\"}")));
        assertThat(violations(body)).containsExactly("access_token:unknown");
        HttpResponse<String> query = gateway.send(gateway.request("/bearer?access_token=mine")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(violations(query)).containsExactly("access_token:unknown");
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void bareDataIsTheAnswerAndMayBeCached() {
        gateway.answer("{\"success\":true,\"data\":{\"keys\":[]}}");
        HttpResponse<String> response = gateway.get("/bare");
        assertThat(response.body()).isEqualTo("{\"keys\":[]}");
        assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=60");
        gateway.answer("{\"success\":false,\"error_code\":\"common.unavailable\",\"message\":\"m\"}");
        assertThat(gateway.get("/bare").headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void fixedAnswersNeedNoService() {
        assertThat(gateway.get("/fixed").body()).isEqualTo("{\"success\":true,\"data\":{\"n\":1}}");
        HttpResponse<String> later = gateway.get("/later");
        assertError(later, 501, "common.not_implemented");
        assertThat(json(later).path("message").asString()).isEqualTo("Later.");
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void servicesFailureIsPassedOnUnderThisRequestsId() {
        gateway.answer(
                "{\"success\":false,\"error_code\":\"auth.too_many_attempts\",\"message\":\"Slowly.\",\"retry_after\":7,"
                        + "\"request_id\":\"another\",\"details\":[{\"field\":\"f\",\"code\":\"c\",\"message\":\"m\"}]}");
        HttpResponse<String> response = gateway.get("/items/7");
        assertError(response, 429, "auth.too_many_attempts");
        assertThat(response.headers().firstValue("Retry-After")).contains("7");
        assertThat(violations(response)).containsExactly("f:c");
        assertThat(json(response).has("outcome")).isFalse();
    }

    @Test
    void unknownCodeIsPassedOnAs500() {
        gateway.answer("{\"success\":false,\"error_code\":\"orders.sold_out\",\"message\":\"Gone.\"}");
        assertError(gateway.get("/items/7"), 500, "orders.sold_out");
    }

    @Test
    void outcomeIsUnknownWhereTheServiceDoesNotSay() {
        gateway.answer("{\"success\":false,\"error_code\":\"common.unavailable\",\"message\":\"m\"}");
        assertThat(json(gateway.get("/items/7")).path("outcome").asString()).isEqualTo("unknown");
        gateway.answer(
                "{\"success\":false,\"error_code\":\"common.overloaded\",\"message\":\"m\",\"outcome\":\"not_executed\"}");
        assertThat(json(gateway.get("/items/7")).path("outcome").asString()).isEqualTo("not_executed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "[]",
                "{}",
                "{\"success\":true}",
                "{\"success\":false}",
                "{\"success\":true,\"data\":{}}x"
            })
    void whatIsNoEnvelopeIsABadResponse(String reply) {
        gateway.answer(reply);
        HttpResponse<String> response = gateway.get("/items/7");
        assertError(response, 502, "rpc.bad_response");
        assertThat(json(response).path("outcome").asString()).isEqualTo("unknown");
    }

    @Test
    void failureOfTheCallIsTheAnswer() {
        gateway.answer(request -> {
            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
        });
        HttpResponse<String> response = gateway.get("/items/7");
        assertError(response, 503, "rpc.unavailable");
        assertThat(json(response).path("outcome").asString()).isEqualTo("not_executed");
    }

    @Test
    void unforeseenFailureTellsNothing() {
        gateway.answer(request -> {
            throw new IllegalStateException("a secret");
        });
        HttpResponse<String> response = gateway.get("/items/7");
        assertError(response, 500, "common.internal_error");
        assertThat(response.body()).doesNotContain("secret");
    }

    private HttpResponse<String> withToken(String path, String token) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer " + token));
    }

    private static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = json(response);
        assertThat(body.path("success").asBoolean()).isFalse();
        assertThat(body.path("error_code").asString()).isEqualTo(code);
        assertThat(body.path("message").asString()).isNotBlank();
        assertThat(response.headers().firstValue("X-Request-ID"))
                .contains(body.path("request_id").asString());
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertHeaders(response);
    }

    private static void assertHeaders(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("X-Request-ID")).isPresent();
        assertThat(response.headers().firstValue("Content-Length"))
                .contains(Integer.toString(TestGateway.bytes(response.body()).length));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.mapper().readTree(response.body());
    }

    private static List<String> violations(HttpResponse<String> response) {
        return json(response)
                .path("details")
                .valueStream()
                .map(one ->
                        one.path("field").asString() + ":" + one.path("code").asString())
                .toList();
    }
}
