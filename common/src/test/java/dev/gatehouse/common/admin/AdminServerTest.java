package dev.gatehouse.common.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.address.ListenAddress;
import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean brokerUp = new AtomicBoolean(true);
    private final Health health = new Health(Duration.ofMillis(200));
    private final AdminViews views = new AdminViews(health);
    private final AdminServer server = new AdminServer(new AdminConfig("127.0.0.1", 0), views);

    @BeforeEach
    void start() {
        health.add("broker", brokerUp::get);
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void liveAnswersBeforeTheProcessHasStarted() throws Exception {
        HttpResponse<String> live = get("/health/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        assertThat(live.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void startedIsDownUntilTheProcessHasStarted() throws Exception {
        HttpResponse<String> before = get("/health/started");
        health.markStarted();
        HttpResponse<String> after = get("/health/started");

        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"start\",\"status\":\"DOWN\",\"detail\":\"starting\"}]}");
        assertThat(after.statusCode()).isEqualTo(200);
    }

    @Test
    void aViewIsWrittenAsItIsAtTheTimeOfTheRequest() throws Exception {
        AtomicInteger version = new AtomicInteger(1);
        views.add("/config", () -> Map.of("version", version.get()));

        assertThat(get("/config").body()).isEqualTo("{\"version\":1}");
        version.set(2);
        HttpResponse<String> later = get("/config");

        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body()).isEqualTo("{\"version\":2}");
        assertThat(get("/confi").statusCode()).isEqualTo(404);
    }

    @Test
    void readyNeedsTheStartAndEveryPart() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        health.markStarted();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body())
                .isEqualTo(
                        "{\"status\":\"UP\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\"},{\"name\":\"broker\",\"status\":\"UP\"}]}");

        brokerUp.set(false);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("{\"name\":\"broker\",\"status\":\"DOWN\"}");

        brokerUp.set(true);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void drainingProcessIsNotReadyButAlive() throws Exception {
        health.markStarted();
        health.markDraining();
        health.markStarted();

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("\"detail\":\"draining\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
    }

    @Test
    void probeThatThrowsIsDownAndTellsNothing() throws Exception {
        health.markStarted();
        health.add("database", () -> {
            throw new IllegalStateException("password=geheim");
        });

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("the probe failed").doesNotContain("geheim");
    }

    @Test
    void probeThatHangsIsDownAndAskedOnlyOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        health.markStarted();
        health.add("database", () -> {
            asked.incrementAndGet();
            try {
                release.await();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });

        HttpResponse<String> first = get("/health/ready");
        HttpResponse<String> second = get("/health/ready");
        release.countDown();

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(second.body())
                .contains("{\"name\":\"database\",\"status\":\"DOWN\",\"detail\":\"no answer within PT0.2S\"}");
        assertThat(asked).hasValue(1);
        org.awaitility.Awaitility.await().until(() -> get("/health/ready").statusCode() == 200);
    }

    @Test
    void unknownPathIsACodedNotFound() throws Exception {
        HttpResponse<String> response = get("/observe/config");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo(
                        "{\"success\":false,\"error_code\":\"common.not_found\",\"message\":\"There is nothing here.\"}");
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri("/health/live")).DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD");
        assertThat(response.body()).contains("common.method_not_allowed");
    }

    @Test
    void headHasTheStatusWithoutABody() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri("/health/ready")).HEAD().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void malformedRequestGetsTheEnvelope() throws Exception {
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").contains("\"success\":false");
    }

    /** As health checks of load balancers send it. */
    @Test
    void http10IsServed() throws Exception {
        assertThat(raw("GET /health/live HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Connection: close\r\n")
                .contains("\"status\":\"UP\"")
                .doesNotContain("chunked");
        assertThat(raw("OPTIONS /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 405");
    }

    @Test
    void bodiesAreNotRead() throws Exception {
        assertThat(raw("POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("POST /health/live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;"
                        + "a".repeat(20_000)))
                .startsWith("HTTP/1.1 405");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void portInUseIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AdminServer second =
                    new AdminServer(new AdminConfig("127.0.0.1", taken.getLocalPort()), new AdminViews(new Health()));
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage("admin.port: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use");
            second.close();
        }
    }

    @Test
    void startAndCloseMayBeCalledTwice() throws Exception {
        server.start();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        server.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "::", "0.0.0.0", "localhost"})
    void listensOnAnyHostOfThisMachine(String text) throws Exception {
        String host = ListenAddress.host(text).orElseThrow();
        AdminServer other = new AdminServer(new AdminConfig(host, 0), views);
        other.start();
        try {
            URI url = new ListenAddress(host, other.port()).url("http").resolve("/health/live");
            assertThat(client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            other.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-host.invalid", "192.0.2.1", "fe80::1%no-such-interface"})
    void hostThatCannotBeListenedOnIsToldWithItsKey(String host) {
        assertThatThrownBy(() -> new AdminServer(new AdminConfig(host, 0), views).start())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("admin.host: cannot listen on " + host + ": ");
    }
}
