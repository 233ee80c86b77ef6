package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.testkit.DocumentTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every case of the conformance suite, and holds the document's table to them; {@code -Dgatehouse.docs.write=true} writes it instead.
 */
@Timeout(60)
class WebSocketConformanceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "CONFORMANCE.md");
    private static final String HEAD = "| case | what is sent | what is right |\n|---|---|---|\n";
    private static final String ROUTES = """
            - name: test.echo
              rpc: core.test.rpc.echo.v1
              body-limit: 1MiB
            """;

    @TempDir
    static Path directory;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(directory, ROUTES);
        gateway.answer(
                request -> ("{\"success\":true,\"data\":" + new String(request.body(), StandardCharsets.UTF_8) + "}")
                        .getBytes(StandardCharsets.UTF_8));
        WebSocketConfig defaults = WebSocketConfig.DEFAULT;
        WebSocketConfig.Times times = defaults.times();
        WebSocketConfig.Bounds bounds = defaults.bounds();
        gateway.webSocket = new WebSocketConfig(
                defaults.door(),
                // No case ends because of that.
                new WebSocketConfig.Times(times.auth(), times.heartbeat(), Duration.ofSeconds(60)),
                new WebSocketConfig.Bounds(
                        ByteSize.ofMiB(1),
                        bounds.commands(),
                        bounds.subscriptions(),
                        bounds.outbox(),
                        new WebSocketConfig.FrameRate(100_000, 100_000)),
                defaults.resume(),
                defaults.topics());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<ConformanceCase.Single> cases() {
        return ConformanceCase.all().stream().flatMap(one -> one.singles().stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGatewayDoesWhatIsRight(ConformanceCase.Single one) throws IOException {
        try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token())) {
            client.message("hello");
            gateway.requests.clear();
            new ConformanceScript(client).play(one.script());
        }
    }

    @Test
    void theSuiteHasSoManyCases() {
        assertThat(cases().map(ConformanceCase.Single::id)).hasSize(301).doesNotHaveDuplicates();
    }

    /** Sections 12 and 13 are for clients and servers that compress. */
    @Test
    void noExtensionIsAgreedUpon() throws IOException {
        try (RawWebSocket client = new RawWebSocket(
                gateway.port(),
                WebSockets.PATH,
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
            assertThat(client.answer)
                    .startsWith("HTTP/1.1 101 ")
                    .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        }
    }

    @Test
    void theDocumentHasEveryCase() throws IOException {
        String table = HEAD
                + ConformanceCase.all().stream()
                        .map(WebSocketConformanceTest::row)
                        .collect(Collectors.joining());
        DocumentTable.holds(DOCUMENT, "websocket", table);
    }

    private static String row(ConformanceCase one) {
        return "| " + one.ids().replace("-", " to ") + " | " + one.sent() + " | " + one.right() + " |\n";
    }
}
