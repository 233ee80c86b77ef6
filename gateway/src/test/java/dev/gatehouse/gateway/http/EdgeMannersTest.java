package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP expects of every resource, whatever it is about: methods, targets, conditions, negotiation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeMannersTest {
    private static final String ROUTES = """
            - {name: t.item, http: "GET /items/{id}", rpc: core.t.rpc.item.v1, auth: none}
            - {name: t.drop, http: "DELETE /items/{id}", rpc: core.t.rpc.drop.v1, auth: none}
            - {name: t.make, http: POST /items, rpc: core.t.rpc.make.v1, auth: none}
            - {name: t.mine, http: GET /mine, rpc: core.t.rpc.mine.v1}
            - {name: t.keys, http: GET /keys, rpc: core.t.rpc.keys.v1, auth: none, envelope: false}
            - {name: t.own, http: GET /own-keys, rpc: core.t.rpc.keys.v1, envelope: false}
            - {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {n: 1}}}
            - {name: t.later, http: GET /later, auth: none, respond: {error_code: common.not_implemented, message: Later.}}
            """;

    private TestGateway gateway;

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
        gateway.answer("{\"success\":true,\"data\":{\"keys\":[1]}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /items/7  | DELETE, GET, HEAD, OPTIONS
                    /items    | OPTIONS, POST
                    /mine     | GET, HEAD, OPTIONS
                    /openapi.json | GET, HEAD, OPTIONS
                    /docs     | GET, HEAD, OPTIONS
                    """)
    void optionsTellsWhatAPathAllows(String path, String allow) {
        HttpResponse<String> response = send("OPTIONS", path);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(response.headers().firstValue("X-Request-ID")).isPresent();
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void connectionGoesOnAfterAnAnswerWithoutContent() throws IOException {
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("OPTIONS /items HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 204 ").doesNotContain("Content-Length");
            client.write("GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void optionsOfAnUnknownPathIsNotFound() {
        assertError(send("OPTIONS", "/nowhere"), 404, "common.not_found");
        assertError(send("OPTIONS", "/items/%ff"), 400, "validation.failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://a", "HTTPS://a"})
    void optionsOfTheServerTellsWhatAnyPathMayAllow(String target) throws IOException {
        assertThat(gateway.raw("OPTIONS " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains("Allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,HTTP://a/fixed,200",
        "GET,https://a:81/fixed,200",
        "GET,https://user@a:81/fixed,400",
        "GET,http://a,404",
        "GET,http://a?x=/fixed,404",
        "GET,http:///fixed,400",
        "GET,http://,400",
        "GET,ftp://a/fixed,400",
        "GET,fixed,400",
        "GET,*,400",
        "CONNECT,a:443,501",
        "CONNECT,/fixed,501",
    })
    void everyFormOfTargetGetsOneAnswer(String method, String target, int status) throws IOException {
        assertThat(gateway.raw(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "/items/7,200",
        "/fixed,200",
        "/keys,200",
        "/openapi.json,200",
        "/docs,200",
        "/later,501",
        "/mine,401",
        "/nowhere,404",
        "/items/%ff,400",
        "/items,405"
    })
    void headHasTheHeadersOfGetAndNoContent(String path, int status) {
        HttpResponse<String> get = send("GET", path);
        HttpResponse<String> head = send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(get.statusCode()).isEqualTo(status);
        assertThat(head.body()).isEmpty();
        assertThat(comparable(head)).isEqualTo(comparable(get));
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(get.body().length()));
    }

    @Test
    void refusalOfAHeadBelowTheRoutesHasNoContentEither() throws IOException {
        String response = gateway.raw("HEAD /fixed HTTP/1.1\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "PUT", "BREW"})
    void otherMethodsAreRefusedWithThoseThereAre(String method) {
        HttpResponse<String> response = send(method, "/items/7");
        assertError(response, 405, "common.method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
        assertThat(response.body()).doesNotContain("X-Secret");
        assertError(send(method, "/nowhere"), 404, "common.not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"})
    void methodIsWhatTheRequestLineSays(String header) {
        gateway.send(request("/items/7").header(header, "DELETE"));
        assertThat(gateway.requests.getLast().routingKey()).isEqualTo("core.t.rpc.item.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json;q=0", "*/*;q=0", "rubbish", ""})
    void jsonIsTheAnswerWhateverIsAccepted(String accept) {
        HttpResponse<String> response = gateway.send(request("/items/7").header("Accept", accept));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void publicDataHasATagThatFollowsItsContent() {
        String first = tag(send("GET", "/keys"));
        assertThat(first).matches("\"[0-9a-f]{32}\"");
        assertThat(tag(send("GET", "/keys"))).isEqualTo(first);
        gateway.answer("{\"success\":true,\"data\":{\"keys\":[2]}}");
        assertThat(tag(send("GET", "/keys"))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"a\", %s", "\"a,b\" ,W/\"c\",%s", "*", ",, %s"})
    void knownContentIsNotSentAgain(String condition) {
        String tag = tag(send("GET", "/keys"));
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<String> response = gateway.send(request("/keys")
                    .header("If-None-Match", condition.formatted(tag))
                    .method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(tag(response)).isEqualTo(tag);
            assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=60");
            assertThat(response.headers().firstValue("Content-Length")).isEmpty();
            assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        }
    }

    @Test
    void knownPageIsNotSentAgain() {
        HttpResponse<String> page = send("GET", "/docs");
        HttpResponse<String> response = gateway.send(request("/docs").header("If-None-Match", tag(page)));
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .isEqualTo(page.headers().allValues("Content-Security-Policy"))
                .hasSize(1);
    }

    @Test
    void tagsMayComeOnSeveralLines() {
        String tag = tag(send("GET", "/keys"));
        HttpResponse<String> response =
                gateway.send(request("/keys").header("If-None-Match", "\"a\"").header("If-None-Match", tag));
        assertThat(response.statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "w/%s", "rubbish", "", "\"*\"", "x, %s"})
    void otherContentIsSent(String condition) {
        String tag = tag(send("GET", "/keys"));
        HttpResponse<String> response =
                gateway.send(request("/keys").header("If-None-Match", condition.formatted(tag)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"keys\":[1]}");
    }

    @Test
    void whatIsNotPublicHasNoTag() {
        HttpResponse<String> response = gateway.send(request("/own-keys")
                .header("Authorization", "Bearer " + gateway.token())
                .header("If-None-Match", "*"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).isEmpty();
        assertThat(send("GET", "/items/7").headers().firstValue("ETag")).isEmpty();
        gateway.answer("{\"success\":false,\"error_code\":\"common.unavailable\",\"message\":\"m\"}");
        assertThat(gateway.send(request("/keys").header("If-None-Match", "*")).statusCode())
                .isEqualTo(503);
    }

    /** Over HTTP/1.1: over HTTP/2 Helidon tells a length of zero also where there is no content. */
    private HttpRequest.Builder request(String path) {
        return gateway.request(path).version(HttpClient.Version.HTTP_1_1);
    }

    private HttpResponse<String> send(String method, String path) {
        return gateway.send(request(path)
                .header("X-Request-ID", "mine")
                .header("X-Secret", "X-Secret")
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    /** All headers but the time of day. */
    private static Map<String, List<String>> comparable(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        return headers;
    }

    private static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(Json.mapper().readTree(response.body()).path("error_code").asString())
                .isEqualTo(code);
    }
}
