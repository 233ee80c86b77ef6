package dev.gatehouse.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.cli.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class HttpCallTest {
    @TempDir
    private Path dir;

    private final AtomicReference<Optional<Received>> received = new AtomicReference<>(Optional.empty());
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CallBench bench = new CallBench();
    private volatile int status = 200;
    private volatile String answer = "{\"success\":true,\"data\":{\"price\":1.10,\"n\":12345678901234567890}}";
    private volatile boolean silent;
    private HttpServer server;

    private record Received(String method, String target, Headers headers, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        bench.variable("GATEHOUSE_URL", url());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.set(Optional.of(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body)));
        if (silent) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.getResponseHeaders().set("X-Request-ID", "r-1");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Received received() {
        return received.get().orElseThrow();
    }

    @Test
    void requestIsSentAsItWasTyped() {
        CallBench.Run run = bench.run(
                "POST",
                "/v1/orders?dry=true",
                "{\"item\": \"tea ☕\"}",
                "--token",
                "abc.def",
                "--idempotency-key",
                "k1",
                "--header",
                "X-Request-ID: mine",
                "--header",
                "X-Other:1");
        assertThat(run.status()).isZero();
        assertThat(received().method()).isEqualTo("POST");
        assertThat(received().target()).isEqualTo("/v1/orders?dry=true");
        assertThat(received().body()).isEqualTo("{\"item\": \"tea ☕\"}");
        assertHeader("Authorization", "Bearer abc.def");
        assertHeader("Idempotency-Key", "k1");
        assertHeader("Content-Type", "application/json");
        assertHeader("X-Request-ID", "mine");
        assertHeader("X-Other", "1");
    }

    private void assertHeader(String name, String value) {
        assertThat(received().headers().get(name)).as(name).containsExactly(value);
    }

    @Test
    void tokenComesFromTheEnvironmentAndAnOptionWins() {
        bench.variable("GATEHOUSE_TOKEN", "from-environment");
        bench.run("GET", "/v1/auth/me");
        assertHeader("Authorization", "Bearer from-environment");
        assertThat(received().headers()).doesNotContainKey("Content-type");
        bench.run("GET", "/v1/auth/me", "--token=from-option");
        assertHeader("Authorization", "Bearer from-option");
    }

    @Test
    void bodyComesFromAFileOrStandardInput() throws IOException {
        Path file = Files.writeString(dir.resolve("body.json"), "{\"from\": \"file\"}\n");
        bench.run("PUT", "/x", "@" + file);
        assertThat(received().body()).isEqualTo("{\"from\": \"file\"}\n");
        bench.standardInput("{\"from\": \"input\"}");
        bench.run("PATCH", "/x", "-");
        assertThat(received().body()).isEqualTo("{\"from\": \"input\"}");
    }

    @Test
    void jsonIsLaidOutWithEveryDigit() {
        CallBench.Run run = bench.run("GET", "/x");
        assertThat(run.out()).isEqualTo("""
                {
                  "success" : true,
                  "data" : {
                    "price" : 1.10,
                    "n" : 12345678901234567890
                  }
                }
                """);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void rawIsByteForByteAndTheHeadGoesToStandardError() {
        answer = "no json";
        CallBench.Run run = bench.run("GET", "/x", "--raw", "-i");
        assertThat(run.out()).isEqualTo("no json");
        assertThat(run.err().lines())
                .contains("HTTP/1.1 200")
                .anyMatch(line -> line.equalsIgnoreCase("x-request-id: r-1"));
        assertThat(bench.run("GET", "/x").out()).isEqualTo("no json\n");
    }

    @ParameterizedTest
    @CsvSource({"200, true, 0", "204, true, 0", "302, true, 0", "404, true, 1", "503, false, 1", "200, false, 1"})
    void exitStatusSaysWhetherItSucceeded(int answered, boolean success, int exit) {
        status = answered;
        answer = answered == 204 ? "" : "{\"success\":" + success + "}";
        assertThat(bench.run("GET", "/x").status()).isEqualTo(exit);
        assertThat(received().target()).as("no redirect is followed").isEqualTo("/x");
    }

    @Test
    void nobodyThereIsTold() {
        server.stop(0);
        CallBench.Run run = bench.run("GET", "/x");
        assertThat(run.status()).isEqualTo(CallCommand.UNREACHED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(url() + ": connection refused: nothing listens there\n");
        assertThat(bench.run("GET", "/x", "--url", "http://no-such-host.invalid")
                        .err())
                .contains("no such host");
    }

    @Test
    void whoDoesNotAnswerInTimeIsTold() {
        silent = true;
        CallBench.Run run = bench.run("GET", "/x", "--timeout", "PT0.2S");
        assertThat(run.status()).isEqualTo(CallCommand.UNREACHED);
        assertThat(run.err()).contains("no answer within PT0.2S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | METHOD PATH",
                "GET x | must begin with /",
                "GET /a%zz | not one of a URL",
                "GET /x {} {} | METHOD PATH",
                "POST /x {\"a\":1, | line 1, column",
                "POST /x {\"a\":1}{ | not JSON",
                "POST /x @/no/such/file | cannot read /no/such/file",
                "POST /x - | empty",
                "GET /x --url ftp://h | --url must be like",
                "GET /x --url http://user:secret@h | --url must be like",
                "GET /x --header Name | must be like 'Name: value'",
                "GET /x --header Host:other | header Host cannot be set",
                "GET /x --token ä | visible ASCII",
                "GET /x --timeout 5s | ISO 8601",
                "GET /x --timeout PT0S | ISO 8601",
                "GET /x --account 5 | --account is for a request over the bus",
                "get /x | no method in capitals",
                "FETCH /x | no method in capitals",
                "'' | no method in capitals"
            })
    void whatIsNotUnderstoodIsToldAndNothingIsSent(String line, String message) {
        assertThatThrownBy(() -> bench.run(line.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
        assertThat(received.get()).isEmpty();
    }

    @Test
    void zoneOfAnAddressIsNotSent() {
        assertThat(HttpRequestReader.hostWithoutZone(URI.create("http://[fe80::1%eth0]:8080/x")))
                .hasValue("[fe80::1]:8080");
        assertThat(HttpRequestReader.hostWithoutZone(URI.create("http://[::1]:8080/x")))
                .isEmpty();
        assertThat(HttpRequestReader.hostWithoutZone(URI.create("http://localhost/a%20b")))
                .isEmpty();
    }
}
