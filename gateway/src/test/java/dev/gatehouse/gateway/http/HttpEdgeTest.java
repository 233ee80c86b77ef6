package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.gateway.http2.Http2Bounds;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import dev.gatehouse.gateway.quota.ClientMemoryConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What happens below the routes, tried with the bytes that no HTTP library would send. */
class HttpEdgeTest {
    private static final String ROUTES = """
            - {name: t.free, http: POST /free, rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.get, http: GET /get, rpc: core.t.rpc.get.v1, auth: none}
            """;
    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\nX-Request-ID: mine\r\n";

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void startGateway() throws IOException {
        start(EdgeConfig.DEFAULT, HttpConfig.DEFAULT_IDLE_TIMEOUT);
    }

    private static EdgeConfig requestTimeout(Duration timeout) {
        return new EdgeConfig(EdgeConfig.DEFAULT_CONCURRENT_REQUESTS, timeout, ProxyConfig.NONE, AnswerConfig.DEFAULT);
    }

    private void start(EdgeConfig edge, Duration idleTimeout) throws IOException {
        stopGateway();
        gateway = TestGateway.start(TestGateway.config(idleTimeout), edge, directory, ROUTES);
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("rubbish", "rubbish\r\n\r\n", 400),
                Arguments.of("a TLS greeting", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400),
                Arguments.of("no version", "GET /get\r\n\r\n", 400),
                Arguments.of("another version", "GET /get HTTP/2.0\r\nHost: a\r\n\r\n", 400),
                Arguments.of("line feeds alone", "GET /get HTTP/1.1\nHost: a\n\n", 400),
                Arguments.of("bad escape in the path", "GET /get%zz" + HEAD + "\r\n", 400),
                Arguments.of("forbidden character in the path", "GET /g\"et" + HEAD + "\r\n", 400),
                Arguments.of("control character in the path", "GET /g\u0001et" + HEAD + "\r\n", 400),
                Arguments.of("bad escape in the query", "GET /get?a=%zz" + HEAD + "\r\n", 400),
                Arguments.of("no host", "GET /get HTTP/1.1\r\n\r\n", 400),
                Arguments.of("two hosts", "GET /get" + HEAD + "Host: b\r\n\r\n", 400),
                Arguments.of("host of dots", "GET /get HTTP/1.1\r\nHost: ..\r\n\r\n", 400),
                Arguments.of("host with a huge port", "GET /get HTTP/1.1\r\nHost: a:99999999\r\n\r\n", 400),
                Arguments.of("host with a space", "GET /get HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
                Arguments.of("host with a bad port", "GET /get HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
                Arguments.of("two hosts in absolute form", "GET http://a/get" + HEAD + "Host: b\r\n\r\n", 400),
                Arguments.of("no host in absolute form", "GET http://a/get HTTP/1.1\r\n\r\n", 400),
                Arguments.of("header without a colon", "GET /get" + HEAD + "rubbish\r\n\r\n", 400),
                Arguments.of("header name with a space", "GET /get" + HEAD + "A b: c\r\n\r\n", 400),
                Arguments.of("space before the colon", "GET /get" + HEAD + "A : c\r\n\r\n", 400),
                Arguments.of("folded header", "GET /get" + HEAD + "A: b\r\n c\r\n\r\n", 400),
                Arguments.of("control character in a header", "GET /get" + HEAD + "A: b\u0000c\r\n\r\n", 400),
                Arguments.of("length that is no number", "POST /free" + HEAD + "Content-Length: x\r\n\r\n{}", 400),
                Arguments.of("negative length", "POST /free" + HEAD + "Content-Length: -1\r\n\r\n{}", 400),
                Arguments.of("signed length", "POST /free" + HEAD + "Content-Length: +2\r\n\r\n{}", 400),
                Arguments.of(
                        "two lengths", "POST /free" + HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
                Arguments.of(
                        "length and chunks",
                        "POST /free" + HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                Arguments.of("unknown coding", "POST /free" + HEAD + "Transfer-Encoding: gzip\r\n\r\n{}", 400),
                Arguments.of(
                        "two codings", "POST /free" + HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
                Arguments.of(
                        "broken chunk",
                        "POST /free" + HEAD
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                        400),
                Arguments.of("long request line", "GET /" + "a".repeat(9_000) + HEAD + "\r\n", 413),
                Arguments.of("long header", "GET /get" + HEAD + "A: " + "b".repeat(17_000) + "\r\n\r\n", 413),
                Arguments.of("many headers", "GET /get" + HEAD + "A: b\r\n".repeat(4_000) + "\r\n", 413),
                Arguments.of("long header name", "GET /get" + HEAD + "b".repeat(17_000) + ": a\r\n\r\n", 413),
                Arguments.of("huge length", "POST /free" + HEAD + "Content-Length: 999999999999\r\n\r\n", 413),
                Arguments.of(
                        "huge chunk",
                        "POST /free" + HEAD
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                        413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void brokenRequestGetsTheEnvelopeAndTheConnectionEnds(String name, String request, int status) throws IOException {
        boolean staysOpen = name.contains("escape") || name.contains("character in the path");
        String response = gateway.raw(staysOpen ? request.replace("Host: a", "Host: a\r\nConnection: close") : request);
        assertEnvelope(response, status);
        assertThat(response.indexOf("HTTP/1.1 ", 1)).as("one answer only").isNegative();
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void absoluteFormIsServed() throws IOException {
        String response =
                gateway.raw("GET http://gatehouse.example/get HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void requestIdIsKnownOnceTheHeadersAreRead() throws IOException {
        assertThat(gateway.raw("POST /free" + HEAD + "Content-Length: x\r\n\r\n"))
                .contains("X-Request-ID: mine\r\n");
    }

    @Test
    void connectionServesManyRequestsAndEndsWhenAsked() throws IOException {
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("GET /get" + HEAD + "\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            client.write("GET /nowhere" + HEAD + "\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 404 ");
            client.write("POST /nowhere" + HEAD + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 404 ");
            client.write("GET /get" + HEAD + "Connection: close\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
        }
    }

    @Test
    void clientThatWaitsToBeAskedForItsBodyIsAsked() throws IOException {
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("POST /free" + HEAD
                    + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 100 ");
            client.write("{}");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusedClientThatWaitsToBeAskedIsNotAsked() throws IOException {
        String response = gateway.raw("POST /nowhere" + HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEnvelope(response, 404);
    }

    @Test
    void slowHeadEndsTheConnection() throws IOException {
        start(requestTimeout(Duration.ofMillis(300)), HttpConfig.DEFAULT_IDLE_TIMEOUT);
        assertThat(gateway.raw("GET /get HTTP/1.1\r\nHost: a\r\n")).isEmpty();
    }

    @Test
    void slowBodyEndsTheConnection() throws IOException {
        start(requestTimeout(Duration.ofMillis(300)), HttpConfig.DEFAULT_IDLE_TIMEOUT);
        assertThat(gateway.raw("POST /free" + HEAD + "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"))
                .isEmpty();
    }

    @Test
    void slowServiceIsNoSlowClient() throws Exception {
        start(requestTimeout(Duration.ofMillis(100)), HttpConfig.DEFAULT_IDLE_TIMEOUT);
        CountDownLatch never = new CountDownLatch(1);
        gateway.answer(request -> {
            try {
                boolean released = never.await(1_500, TimeUnit.MILLISECONDS);
                return TestGateway.bytes("{\"success\":true,\"data\":{\"released\":" + released + "}}");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(gateway.get("/get").statusCode()).isEqualTo(200);
    }

    @Test
    void clientThatDoesNotReadItsAnswerIsDropped() throws Exception {
        start(requestTimeout(Duration.ofMillis(300)), HttpConfig.DEFAULT_IDLE_TIMEOUT);
        String large = "{\"success\":true,\"data\":{\"a\":\"" + "x".repeat(16 << 20) + "\"}}";
        gateway.answer(request -> TestGateway.bytes(large));
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("GET /get" + HEAD + "\r\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> gateway.requests.size() == 1);
            long begun = System.nanoTime();
            gateway.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void silentClientIsDropped() throws IOException {
        start(EdgeConfig.DEFAULT, Duration.ofMillis(300));
        assertThat(gateway.raw("GET /ge")).isEmpty();
    }

    @Test
    void tooManyRequestsAtATimeAreRefused() throws Exception {
        start(
                new EdgeConfig(1, EdgeConfig.DEFAULT_REQUEST_TIMEOUT, ProxyConfig.NONE, AnswerConfig.DEFAULT),
                HttpConfig.DEFAULT_IDLE_TIMEOUT);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        gateway.answer(request -> awaiting(begun, release));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> gateway.get("/get"), threads);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> second = gateway.get("/get");
            assertThat(second.statusCode()).isEqualTo(503);
            JsonNode body = Json.mapper().readTree(second.body());
            assertThat(body.path("error_code").asString()).isEqualTo("common.overloaded");
            assertThat(body.path("outcome").asString()).isEqualTo("not_executed");
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            release.countDown();
            assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestUnderWayIsFinishedWhenTheServerStops() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        gateway.answer(request -> awaiting(begun, release));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(
                    () -> gateway.send(gateway.request("/get").version(HttpClient.Version.HTTP_1_1)), threads);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            int port = gateway.server.port();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway.server::close, threads);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThatThrownBy(() -> new RawClient(port).close())
                            .isInstanceOf(IOException.class));
            assertThat(closed).isNotDone();
            release.countDown();
            assertThat(response.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(response.join().headers().firstValue("Connection")).contains("close");
            closed.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void idleConnectionDoesNotHoldUpTheStop() throws Exception {
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("GET /get" + HEAD + "\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            // The answer is there a moment before its connection is idle: meanwhile others come and go.
            for (int i = 0; i < 20; i++) {
                answersOnAConnectionOfItsOwn();
            }
            long begun = System.nanoTime();
            gateway.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void portInUseIsOneClearLine() {
        HttpConfig taken = new HttpConfig(
                "127.0.0.1",
                gateway.server.port(),
                HttpConfig.Limits.DEFAULT,
                Http2Bounds.DEFAULT,
                ClientMemoryConfig.DEFAULT,
                HttpConfig.DEFAULT_IDLE_TIMEOUT,
                Duration.ofSeconds(1));
        assertThatThrownBy(() -> TestGateway.start(taken, EdgeConfig.DEFAULT, directory, ROUTES))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("server.port: cannot listen on 127.0.0.1:" + gateway.server.port())
                .hasMessageNotContaining("\n");
    }

    private void answersOnAConnectionOfItsOwn() throws Exception {
        try (RawClient client = new RawClient(gateway.server.port())) {
            client.write("GET /get" + HEAD + "Connection: close\r\n\r\n");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static byte[] awaiting(CountDownLatch begun, CountDownLatch release) {
        begun.countDown();
        try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return TestGateway.bytes("{\"success\":true,\"data\":{}}");
    }

    private static void assertEnvelope(String response, int status) {
        assertThat(response).startsWith("HTTP/1.1 " + status + " ");
        int end = response.indexOf("\r\n\r\n");
        String head = response.substring(0, end);
        String body = response.substring(end + 4);
        assertThat(head)
                .contains("Content-Type: application/json")
                .contains("X-Content-Type-Options: nosniff")
                .contains("Cache-Control: no-store")
                .contains("Content-Length: " + body.length());
        JsonNode json = Json.mapper().readTree(body);
        assertThat(head).contains("X-Request-ID: " + json.path("request_id").asString());
        assertThat(json.path("success").asBoolean()).isFalse();
        String code = json.path("error_code").asString();
        switch (status) {
            case 400 -> {
                assertThat(code).isEqualTo("validation.failed");
                assertThat(json.path("details").size()).isEqualTo(1);
            }
            case 413 -> assertThat(code).isEqualTo("common.payload_too_large");
            default -> assertThat(code).isNotBlank();
        }
    }
}
