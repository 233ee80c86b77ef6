package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.proxy.ProxyConfig;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of pages of other origins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {
    private static final String ROUTES = """
            - {name: t.item, http: "GET /items/{id}", rpc: core.t.rpc.item.v1, auth: none}
            - {name: t.drop, http: "DELETE /items/{id}", rpc: core.t.rpc.drop.v1}
            - {name: t.make, http: POST /items, rpc: core.t.rpc.make.v1, auth: none}
            - {name: t.keys, http: GET /keys, rpc: core.t.rpc.keys.v1, auth: none, envelope: false}
            """;
    private static final String APP = "https://app.example.com";
    private static final String ORIGIN = "Access-Control-Allow-Origin";

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
    void allowTheApp() {
        gateway.answer("{\"success\":true,\"data\":{\"keys\":[]}}");
        allow(CorsConfig.of(List.of(APP, "https://*.example.org", "http://localhost:3000")));
    }

    private void allow(CorsConfig cors) {
        gateway.answersTell(new AnswerConfig(cors, SecurityHeadersConfig.DEFAULT, false, CompressionConfig.DEFAULT));
    }

    @Test
    void nothingIsSaidWhereNoOriginIsConfigured() {
        allow(CorsConfig.OFF);
        for (HttpResponse<String> response : List.of(get("/items/7", APP), preflight("/items/7", APP, "DELETE"))) {
            assertThat(corsHeaders(response)).isEmpty();
            assertThat(response.headers().firstValue("Vary")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/items/7,GET,200",
        "/items/7,DELETE,401",
        "/items/%ff,GET,400",
        "/nowhere,GET,404",
        "/items,GET,405",
    })
    void everyAnswerTellsThatTheOriginIsAllowed(String path, String method, int status) {
        HttpResponse<String> response =
                gateway.send(with(path, APP).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(status);
        assertAllowed(response, APP);
        assertThat(response.headers()
                        .firstValue("Access-Control-Expose-Headers")
                        .orElseThrow())
                .contains("X-Request-ID")
                .contains("Retry-After")
                .contains("ETag");
        assertThat(response.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void answersOfServicesAndOfPressureTellItToo() throws Exception {
        for (String code : List.of("auth.too_many_attempts", "rpc.unavailable", "orders.unknown")) {
            gateway.answer("{\"success\":false,\"error_code\":\"" + code + "\",\"message\":\"m\"}");
            assertAllowed(get("/items/7", APP), APP);
        }
        gateway.answer(request -> {
            throw new IllegalStateException("a defect");
        });
        HttpResponse<String> defect = get("/items/7", APP);
        assertThat(defect.statusCode()).isEqualTo(500);
        assertAllowed(defect, APP);
    }

    @Test
    void unchangedContentTellsItToo() {
        String tag = get("/keys", APP).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> response = gateway.send(with("/keys", APP).header("If-None-Match", tag));
        assertThat(response.statusCode()).isEqualTo(304);
        assertAllowed(response, APP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /items HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                "POST /items HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n",
                "POST /items HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n",
                "POST /items HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n"
            })
    void refusalsBelowTheRoutesTellItToo(String head) throws IOException {
        assertThat(gateway.raw(head + "Origin: " + APP + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .contains(ORIGIN + ": " + APP + "\r\n")
                .contains("Vary: Origin\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.test",
                "https://evil.test",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com/",
                "HTTPS://APP.EXAMPLE.COM",
                "https://example.org",
                "https://.example.org",
                "https://a.b.example.org",
                "https://-.example.org",
                "https://evil.test/.example.org",
                "https://evil.test#.example.org",
                "https://user@x.example.org",
                "https://aexample.org",
                "http://a.example.org",
                "https://a.example.org:444",
                "null",
                "*",
                "https://app.example.com https://evil.test",
                ""
            })
    void otherOriginsAreServedWithoutAWordOfIt(String origin) {
        HttpResponse<String> response = get("/items/7", origin);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(corsHeaders(response)).isEmpty();
        assertThat(response.headers().firstValue("Vary")).contains("Origin");
        HttpResponse<String> preflight = preflight("/items/7", origin, "DELETE");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(corsHeaders(preflight)).isEmpty();
        assertThat(preflight.headers().firstValue("Vary")).contains("Origin");
    }

    @Test
    void severalOriginsAtOnceAreNone() {
        HttpResponse<String> response = gateway.send(with("/items/7", APP).header("Origin", APP));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(corsHeaders(response)).isEmpty();
    }

    @Test
    void requestWithoutAnOriginTellsCachesThatItMatters() {
        HttpResponse<String> response = gateway.get("/items/7");
        assertThat(corsHeaders(response)).isEmpty();
        assertThat(response.headers().firstValue("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example.org", "https://a-b_9.example.org", "http://localhost:3000"})
    void listedOriginsAreAllowed(String origin) {
        assertAllowed(get("/items/7", origin), origin);
        assertAllowed(preflight("/items/7", origin, "GET"), origin);
    }

    @Test
    void noOriginIsAllowedWhereItIsListed() {
        allow(CorsConfig.of(List.of("null")));
        assertAllowed(get("/items/7", "null"), "null");
        assertThat(corsHeaders(get("/items/7", APP))).isEmpty();
    }

    @Test
    void starIsTheSameAnswerForEverybody() {
        allow(CorsConfig.of(List.of("*", APP)));
        for (HttpResponse<String> response :
                List.of(get("/items/7", APP), get("/items/7", "null"), gateway.get("/items/7"))) {
            assertThat(response.headers().firstValue(ORIGIN)).contains("*");
            assertThat(response.headers().firstValue("Vary")).isEmpty();
        }
        assertThat(preflight("/items/7", "https://anybody.test", "DELETE")
                        .headers()
                        .firstValue(ORIGIN))
                .contains("*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /items/7 | DELETE | DELETE, GET, HEAD
            /items/7 | PUT    | DELETE, GET, HEAD
            /items   | POST   | POST
            /items   | post   | POST
            """)
    void preflightTellsTheMethodsOfThePath(String path, String method, String allowed) {
        HttpResponse<String> response = preflight(path, APP, method);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertAllowed(response, APP);
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .contains(allowed);
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization")
                .contains("Content-Type");
        assertThat(response.headers().firstValue("Access-Control-Max-Age")).contains("600");
        assertThat(response.headers().firstValue("Vary"))
                .contains("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        assertThat(response.headers().firstValue("Access-Control-Allow-Private-Network"))
                .isEmpty();
        assertThat(gateway.requests).noneMatch(request -> request.routingKey().equals("core.t.rpc.drop.v1"));
    }

    @Test
    void preflightOfAnUnknownPathIsNotFound() {
        HttpResponse<String> response = preflight("/nowhere", APP, "GET");
        assertThat(response.statusCode()).isEqualTo(404);
        assertAllowed(response, APP);
    }

    @Test
    void optionsWithoutAMethodToAskForIsNoPreflight() {
        HttpResponse<String> response =
                gateway.send(with("/items/7", APP).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(204);
        assertAllowed(response, APP);
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .isEmpty();
    }

    @Test
    void everythingCanBeConfigured() {
        allow(new CorsConfig(
                List.of(APP), List.of("GET"), List.of("X-One", "X-Two"), List.of("X-Three"), true, Duration.ZERO));
        HttpResponse<String> response = preflight("/items/7", APP, "GET");
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET");
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("X-One, X-Two");
        assertThat(response.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        assertThat(response.headers().firstValue("Access-Control-Max-Age")).contains("0");
        HttpResponse<String> answer = get("/items/7", APP);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers")).contains("X-Three");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
    }

    @Test
    void starForHeadersDoesNotForgetTheOneItLeavesOut() {
        allow(new CorsConfig(
                List.of(APP), CorsConfig.DEFAULT_METHODS, List.of("*"), List.of("*"), false, Duration.ofHours(1)));
        HttpResponse<String> response = preflight("/items/7", APP, "GET");
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("*, Authorization");
        assertThat(get("/items/7", APP).headers().firstValue("Access-Control-Expose-Headers"))
                .contains("*");
    }

    @Test
    void preflightIsAnsweredHoweverMuchIsUnderWay() throws Exception {
        Tunables before = gateway.tunables;
        gateway.tunables = new Tunables(
                new EdgeConfig(
                        1,
                        EdgeConfig.DEFAULT_REQUEST_TIMEOUT,
                        ProxyConfig.NONE,
                        before.edge().answers()),
                before.routes(),
                before.pages(),
                before.answers());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BooleanSupplier held = () -> {
            begun.countDown();
            try {
                return release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        gateway.answer(
                request -> TestGateway.bytes("{\"success\":true,\"data\":{\"released\":" + held.getAsBoolean() + "}}"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = threads.submit(() -> get("/items/7", APP));
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> refused = get("/items/7", APP);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertAllowed(refused, APP);
            assertThat(preflight("/items/7", APP, "DELETE").statusCode()).isEqualTo(204);
            release.countDown();
            assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest.Builder with(String path, String origin) {
        return gateway.request(path).header("Origin", origin);
    }

    private HttpResponse<String> get(String path, String origin) {
        return gateway.send(with(path, origin));
    }

    private HttpResponse<String> preflight(String path, String origin, String method) {
        return gateway.send(with(path, origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .header("Access-Control-Request-Private-Network", "true")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private static void assertAllowed(HttpResponse<String> response, String origin) {
        assertThat(response.headers().allValues(ORIGIN)).containsExactly(origin);
        assertThat(response.headers().firstValue("Vary").orElse("")).startsWith("Origin");
    }

    private static List<String> corsHeaders(HttpResponse<String> response) {
        List<String> names = new ArrayList<>(response.headers().map().keySet());
        names.removeIf(name -> !name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        return names;
    }
}
