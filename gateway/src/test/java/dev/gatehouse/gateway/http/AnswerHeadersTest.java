package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells beside its content: the headers for browsers' safety, and times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerHeadersTest {
    private static final String ROUTES = """
            - {name: t.item, http: "GET /items/{id}", rpc: core.t.rpc.item.v1, auth: none}
            - {name: t.keys, http: GET /keys, rpc: core.t.rpc.keys.v1, auth: none, envelope: false}
            - {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {n: 1}}}
            """;
    private static final Pattern TIMING = Pattern.compile("gateway;dur=(\\d+\\.\\d)(?:, rpc;dur=(\\d+\\.\\d))?");

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
    void tellWhatIsUsual() {
        gateway.answersTell(AnswerConfig.DEFAULT);
        gateway.answer("{\"success\":true,\"data\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /items/7", "GET /fixed", "GET /keys", "GET /nowhere", "POST /fixed", "OPTIONS /fixed"})
    void everyAnswerIsSafeInABrowser(String line) {
        assertSafe(send(line));
    }

    @Test
    void unchangedContentIsSafeToo() {
        HttpResponse<String> response = gateway.send(gateway.request("/keys").header("If-None-Match", "*"));
        assertThat(response.statusCode()).isEqualTo(304);
        assertSafe(response);
    }

    @Test
    void refusalBelowTheRoutesIsSafeToo() throws IOException {
        assertThat(gateway.raw("rubbish\r\n\r\n"))
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
                .contains("Referrer-Policy: no-referrer\r\n")
                .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
                .doesNotContain("Server:");
    }

    @Test
    void proxyInFrontMaySetThem() {
        gateway.answersTell(new AnswerConfig(
                CorsConfig.OFF,
                new SecurityHeadersConfig(false, Duration.ofDays(1)),
                false,
                CompressionConfig.DEFAULT));
        HttpResponse<String> response = send("GET /fixed");
        assertThat(response.headers().map())
                .doesNotContainKeys(
                        "Content-Security-Policy",
                        "Referrer-Policy",
                        "Cross-Origin-Resource-Policy",
                        "Strict-Transport-Security")
                .containsKey("X-Content-Type-Options");
    }

    @Test
    void tlsForGoodIsAskedForWhereItIsConfigured() {
        gateway.answersTell(new AnswerConfig(
                CorsConfig.OFF,
                new SecurityHeadersConfig(true, Duration.ofDays(365)),
                false,
                CompressionConfig.DEFAULT));
        assertThat(send("GET /nowhere").headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000");
    }

    @Test
    void timesAreNotToldUnlessConfigured() {
        assertThat(send("GET /items/7").headers().firstValue("Server-Timing")).isEmpty();
    }

    @Test
    void timesTellTheServiceFromTheGateway() {
        tellTimes(List.of());
        CountDownLatch never = new CountDownLatch(1);
        gateway.answer(request -> {
            try {
                return TestGateway.bytes(
                        "{\"success\":true,\"data\":{\"a\":" + never.await(60, TimeUnit.MILLISECONDS) + "}}");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long begun = System.nanoTime();
        Matcher timing = timing(send("GET /items/7"));
        double all = (System.nanoTime() - begun) / 1e6;
        double gatewayMillis = Double.parseDouble(timing.group(1));
        double rpcMillis = Double.parseDouble(timing.group(2));
        assertThat(rpcMillis).isGreaterThanOrEqualTo(59.0);
        assertThat(gatewayMillis + rpcMillis).isLessThanOrEqualTo(all);
    }

    @Test
    void timeOfAFailedCallIsToldToo() {
        tellTimes(List.of());
        gateway.answer(request -> {
            throw new IllegalStateException("a defect");
        });
        HttpResponse<String> response = send("GET /items/7");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(timing(response).group(2)).isNotNull();
    }

    @Test
    void onlyTheGatewayTakesTimeWhereNoServiceIsCalled() {
        tellTimes(List.of());
        assertThat(timing(send("GET /fixed")).group(2)).isNull();
        assertThat(timing(send("GET /nowhere")).group(2)).isNull();
        assertThat(timing(send("OPTIONS /fixed")).group(2)).isNull();
    }

    @Test
    void pagesOfAllowedOriginsMayReadTimes() {
        tellTimes(List.of("https://a.test"));
        for (String origin : List.of("https://a.test", "https://b.test")) {
            HttpResponse<String> response =
                    gateway.send(gateway.request("/fixed").header("Origin", origin));
            assertThat(response.headers().allValues("Timing-Allow-Origin"))
                    .isEqualTo(origin.equals("https://a.test") ? List.of(origin) : List.of());
        }
        tellTimes(List.of("*"));
        assertThat(send("GET /fixed").headers().firstValue("Timing-Allow-Origin"))
                .contains("*");
    }

    private void tellTimes(List<String> origins) {
        gateway.answersTell(new AnswerConfig(
                CorsConfig.of(origins), SecurityHeadersConfig.DEFAULT, true, CompressionConfig.DEFAULT));
    }

    private HttpResponse<String> send(String line) {
        String[] parts = line.split(" ", 2);
        return gateway.send(gateway.request(parts[1]).method(parts[0], HttpRequest.BodyPublishers.noBody()));
    }

    private static Matcher timing(HttpResponse<String> response) {
        String text = response.headers().firstValue("Server-Timing").orElseThrow();
        Matcher matcher = TIMING.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        return matcher;
    }

    private static void assertSafe(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .contains("same-origin");
        assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }
}
