package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.http.RawHttp2Client.ACK;
import static dev.gatehouse.gateway.http.RawHttp2Client.CONTINUATION;
import static dev.gatehouse.gateway.http.RawHttp2Client.DATA;
import static dev.gatehouse.gateway.http.RawHttp2Client.END_HEADERS;
import static dev.gatehouse.gateway.http.RawHttp2Client.END_STREAM;
import static dev.gatehouse.gateway.http.RawHttp2Client.ENHANCE_YOUR_CALM;
import static dev.gatehouse.gateway.http.RawHttp2Client.GOAWAY;
import static dev.gatehouse.gateway.http.RawHttp2Client.HEADERS;
import static dev.gatehouse.gateway.http.RawHttp2Client.PADDED;
import static dev.gatehouse.gateway.http.RawHttp2Client.PING;
import static dev.gatehouse.gateway.http.RawHttp2Client.PRIORITY;
import static dev.gatehouse.gateway.http.RawHttp2Client.PROTOCOL_ERROR;
import static dev.gatehouse.gateway.http.RawHttp2Client.RST_STREAM;
import static dev.gatehouse.gateway.http.RawHttp2Client.SETTINGS;
import static dev.gatehouse.gateway.http.RawHttp2Client.WINDOW_UPDATE;
import static dev.gatehouse.gateway.http.RawHttp2Client.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.gateway.http2.Http2Bounds;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The edge over HTTP/2, with a client that keeps the rules and with one that does not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2Test {
    private static final String ROUTES = """
            - {name: t.free, http: POST /free, rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.get, http: GET /get, rpc: core.t.rpc.get.v1, auth: none}
            """;
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};
    private static final int CANCEL = 8;

    @TempDir
    private Path directory;

    private TestGateway gateway;

    @BeforeEach
    void startGateway() throws IOException {
        start(EdgeConfig.DEFAULT, HttpConfig.DEFAULT_IDLE_TIMEOUT);
    }

    private void start(EdgeConfig edge, Duration idleTimeout) throws IOException {
        stopGateway();
        HttpConfig config = TestGateway.config(idleTimeout);
        gateway = TestGateway.start(
                new HttpConfig(
                        config.host(),
                        config.port(),
                        config.limits(),
                        config.http2().withH2cUpgrade(),
                        config.clientMemory(),
                        config.idleTimeout(),
                        config.shutdownGrace()),
                edge,
                directory,
                ROUTES);
    }

    private void startImpatient() throws IOException {
        start(
                new EdgeConfig(
                        EdgeConfig.DEFAULT_CONCURRENT_REQUESTS,
                        Duration.ofMillis(500),
                        ProxyConfig.NONE,
                        AnswerConfig.DEFAULT),
                HttpConfig.DEFAULT_IDLE_TIMEOUT);
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private RawHttp2Client client(byte... settings) throws IOException {
        return new RawHttp2Client(gateway.server.port(), settings);
    }

    @Test
    void aClientThatAsksForItGetsHttp2OnAClearConnection() {
        HttpResponse<String> first = gateway.send(gateway.request("/get").header("X-Request-ID", "mine"));
        HttpResponse<String> post = gateway.post("/free", "{\"a\":1}");

        assertThat(first.version()).isEqualTo(Version.HTTP_2);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-request-id")).contains("mine");
        assertThat(post.version()).isEqualTo(Version.HTTP_2);
        assertThat(post.statusCode()).isEqualTo(200);
        assertThat(gateway.lastBody()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aFirstRequestWithABodyIsAnsweredOverHttp1() {
        HttpResponse<String> response = gateway.post("/free", "{\"a\":1}");

        assertThat(response.version()).isEqualTo(Version.HTTP_1_1);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(gateway.lastBody()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aFirstPostWithoutABodyIsAnsweredOverHttp2() {
        HttpResponse<String> response = gateway.send(gateway.request("/free").POST(BodyPublishers.noBody()));

        assertThat(response.version()).isEqualTo(Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatAsksWronglyIsAnsweredOverHttp1() throws IOException {
        String asks = "GET /get HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n";
        assertThat(gateway.raw(asks + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(gateway.raw(asks + "HTTP2-Settings: %%%\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(gateway.raw(asks + "HTTP2-Settings: AAQ\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(gateway.raw(asks + "HTTP2-Settings: \r\nHTTP2-Settings: \r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void errorsHaveTheEnvelopeAndTheirHeaders() {
        gateway.get("/get");

        HttpResponse<String> unknown = gateway.get("/unknown");
        HttpResponse<String> method = gateway.post("/get", "{}");
        HttpResponse<String> text = gateway.send(
                gateway.request("/free").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("a")));

        assertThat(unknown.version()).isEqualTo(Version.HTTP_2);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("common.not_found");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(gateway.get("/get").version()).isEqualTo(Version.HTTP_2);
    }

    /** Helidon 4.5.0 would loop for ever over a header that is larger than its HPACK table. */
    @Test
    void aLargeHeaderOfAnAnswerIsWritten() {
        List<String> exposed =
                IntStream.range(0, 400).mapToObj(i -> "X-Exposed-" + i).toList();
        gateway.answersTell(exposing(exposed));
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = gateway.send(gateway.request("/get").header("Origin", "https://a.example"));
            assertThat(answer.version()).isEqualTo(Version.HTTP_2);
            assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                    .hasValueSatisfying(names -> assertThat(names).contains("X-Exposed-399"));
        }
    }

    /** Written anew for a client that keeps no table, the block has in full what Helidon's has by index. */
    @Test
    void aHeaderBlockThatOutgrowsAFrameIsWrittenInTwo() throws IOException {
        byte[] noTable = {0, 1, 0, 0, 0, 0};
        gateway.answersTell(exposing(List.of("x".repeat(16_384 - 250))));
        try (RawHttp2Client client = client(noTable)) {
            client.get(1, "/get");
            client.body(1);
            client.frame(
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    3,
                    RawHttp2Client.block("GET", "/get", "origin", "https://a.example"));
            RawHttp2Client.Received first = client.await(HEADERS, 3);
            RawHttp2Client.Received rest = client.read();

            assertThat(first.payload()).hasSize(16_384);
            assertThat(first.flags() & END_HEADERS).isZero();
            assertThat(rest.type()).isEqualTo(CONTINUATION);
            assertThat(rest.stream()).isEqualTo(3);
            assertThat(rest.flags() & END_HEADERS).isEqualTo(END_HEADERS);
            assertThat(client.body(3)).contains("success");
        }
    }

    private static AnswerConfig exposing(List<String> names) {
        return new AnswerConfig(
                new CorsConfig(List.of("https://a.example"), List.of("GET"), List.of(), names, false, Duration.ZERO),
                AnswerConfig.DEFAULT.securityHeaders(),
                false,
                AnswerConfig.DEFAULT.compression());
    }

    @Test
    void headHasTheLengthAndNoBody() {
        int length = gateway.get("/get").body().length();

        HttpResponse<String> head = gateway.send(gateway.request("/get").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.version()).isEqualTo(Version.HTTP_2);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(length);
    }

    @Test
    void aConnectionOutlastsFarMoreRequestsThanItMayHaveOpen() {
        gateway.get("/get");
        // As many at a time as the server has told.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Http2Bounds.DEFAULT.streams(), Thread.ofVirtual().factory())) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 3_000)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> gateway.post("/free", "{\"a\":" + i + "}"), threads))
                    .toList();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().version()).isEqualTo(Version.HTTP_2);
            });
        }
    }

    @Test
    void priorKnowledgeIsEnough() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.get(1, "/get");
            assertThat(raw.body(1)).isEqualTo("{\"success\":true,\"data\":{}}");
            assertThat(raw.received()).anySatisfy(frame -> {
                assertThat(frame.type()).isEqualTo(SETTINGS);
                assertThat(frame.payload()).containsSequence(0, 3, 0, 0, 0, 128);
            });
        }
    }

    @Test
    void aPrefaceInPiecesIsStillOne() throws IOException {
        try (RawClient raw = new RawClient(gateway.server.port())) {
            for (String piece : List.of("P", "RI * HTT", "P/2.0\r\n\r\nSM", "\r\n\r\n")) {
                raw.write(piece);
            }
            // The server's settings come first.
            assertThat(raw.read(4)[3]).isEqualTo((byte) SETTINGS);
        }
    }

    @Test
    void aConnectionThatSaysNothingEnds() throws IOException {
        start(EdgeConfig.DEFAULT, Duration.ofMillis(300));
        for (String beginning : List.of("", "P", "PRI * HTTP/2.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            try (RawClient raw = new RawClient(gateway.server.port())) {
                raw.write(beginning);
                assertThat(raw.readToEnd()).doesNotContain("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeEndsItsStreamAlone() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json", "content-length", "70000000");
            assertThat(raw.body(1)).contains("common.payload_too_large");
            raw.get(3, "/get");
            assertThat(raw.body(3)).contains("true");
        }
    }

    @Test
    void aBodyOfUntoldLengthThatIsTooLargeIsReadToItsEnd() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json");
            for (int i = 0; i < 6; i++) {
                raw.frame(DATA, 0, 1, new byte[16_000]);
            }
            assertThat(raw.body(1)).contains("common.payload_too_large");
            for (int i = 0; i < 99; i++) {
                raw.frame(DATA, 0, 1, new byte[1_000]);
            }
            raw.frame(DATA, END_STREAM, 1, new byte[1_000]);
            raw.get(3, "/get");
            assertThat(raw.body(3)).contains("true");
            raw.awaitCredit(196_000);
            assertThat(raw.received()).noneMatch(frame -> frame.type() == RST_STREAM);
        }
    }

    /** Helidon keeps no more than 32 frames of a stream, and stops to read where there are more. */
    @Test
    void manySmallFramesOfABodyThatNobodyReadsEndTheirStreamAlone() throws IOException {
        try (RawHttp2Client raw = client()) {
            int sent = 0;
            for (int stream = 1; stream < 60; stream += 4) {
                raw.post(
                        stream,
                        "/free",
                        "content-type",
                        "application/json",
                        "content-length",
                        "70000000",
                        "expect",
                        "100-continue");
                for (int i = 0; i < 300; i++) {
                    raw.frame(DATA, 0, stream, new byte[150]);
                    sent += 150;
                }
                assertThat(raw.body(stream)).contains("common.payload_too_large");
                assertThat(raw.await(RST_STREAM, stream).number(0)).isZero();
                raw.get(stream + 2, "/get");
                assertThat(raw.body(stream + 2)).contains("true");
                // Far more than the window in all: what nobody has read is given back, too, no more and no less.
                raw.awaitCredit(sent);
            }
        }
    }

    @Test
    void aBodyInSmallFramesArrivesWhole() throws IOException {
        String text = "x".repeat(40_000);
        byte[] body = ("{\"a\":\"" + text + "\"}").getBytes(StandardCharsets.US_ASCII);
        try (RawHttp2Client raw = client()) {
            for (int stream = 1; stream < 20; stream += 2) {
                raw.post(stream, "/free", "content-type", "application/json");
                for (int at = 0; at < body.length; at += 100) {
                    raw.frame(DATA, 0, stream, Arrays.copyOfRange(body, at, Math.min(at + 100, body.length)));
                }
                raw.frame(DATA, END_STREAM, stream);
                assertThat(raw.body(stream)).contains("true");
                assertThat(gateway.lastBody()).hasSize(body.length).endsWith("x\"}");
            }
            raw.awaitCredit(10 * body.length);
        }
    }

    @Test
    void aBodyThatDoesNotComeEndsItsStreamAlone() throws IOException {
        startImpatient();
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json");
            raw.frame(DATA, 0, 1, "{\"a\":1}".getBytes(StandardCharsets.US_ASCII));
            raw.get(3, "/get");
            assertThat(raw.body(3)).contains("true");

            assertThat(raw.await(RST_STREAM, 1).number(0)).isEqualTo(CANCEL);
            raw.get(5, "/get");
            assertThat(raw.body(5)).contains("true");
        }
        // What came in part has been taken for no request.
        assertThat(gateway.requests).noneMatch(request -> request.routingKey().contains("free"));
    }

    @Test
    void aBodyThatTricklesEndsItsStream() throws IOException {
        startImpatient();
        try (RawHttp2Client raw = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            raw.post(1, "/free", "content-type", "application/json");
            CountDownLatch over = new CountDownLatch(1);
            var _ = threads.submit(() -> {
                while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    raw.frame(DATA, 0, 1, (byte) ' ');
                }
                return null;
            });
            assertThat(raw.await(RST_STREAM, 1).number(0)).isEqualTo(CANCEL);
            over.countDown();
        }
    }

    @Test
    void aClientThatDoesNotTakeAnAnswerLosesThatStreamAlone() throws IOException {
        startImpatient();
        try (RawHttp2Client raw = client(NO_WINDOW)) {
            raw.get(1, "/get");
            assertThat(raw.await(RST_STREAM, 1).number(0)).isEqualTo(CANCEL);
            raw.get(3, "/get");
            raw.frame(WINDOW_UPDATE, 0, 3, number(1_000));
            assertThat(raw.body(3)).contains("true");
        }
    }

    @Test
    void noMoreIsSentThanTheClientTakesHoweverManyStreamsSend() throws IOException {
        int streams = 40;
        gateway.answer("{\"success\":true,\"data\":{\"a\":\"" + "x".repeat(100_000) + "\"}}");
        try (RawHttp2Client raw = client()) {
            for (int i = 0; i < streams; i++) {
                raw.get(2 * i + 1, "/get");
            }
            int granted = 65_535;
            while (raw.dataBytes() < granted) {
                raw.read();
            }
            await().until(() -> gateway.requests.size() == streams);
            // Whatever the server would still send comes before its answer to this.
            for (int i = 0; i < 20; i++) {
                raw.frame(PING, 0, 0, new byte[8]);
                raw.await(PING, 0);
            }
            assertThat(raw.dataBytes()).isEqualTo(granted);

            raw.frame(SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 1, (byte) 0x40, (byte) 0);
            raw.frame(WINDOW_UPDATE, 0, 0, number(10_000_000));
            for (int i = 0; i < streams; i++) {
                raw.frame(WINDOW_UPDATE, 0, 2 * i + 1, number(100_000));
                assertThat(raw.body(2 * i + 1)).hasSize(100_000 + 32).endsWith("}}");
            }
        }
    }

    @Test
    void aClientThatReadsNothingLosesItsConnection() throws IOException {
        startImpatient();
        gateway.answer("{\"success\":true,\"data\":{\"a\":\"" + "x".repeat(1_000_000) + "\"}}");
        try (RawHttp2Client raw = client((byte) 0, (byte) 4, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff)) {
            raw.frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE - 70_000));
            for (int stream = 1; stream < 100; stream += 2) {
                raw.get(stream, "/get");
            }
            // Not a byte is read until the server has given up.
            await().atMost(Duration.ofSeconds(20)).until(() -> isClosed(raw));
        }
    }

    private static boolean isClosed(RawHttp2Client raw) {
        try {
            raw.frame(WINDOW_UPDATE, 0, 0, number(1));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aHeaderSectionThatDoesNotEndEndsTheConnection() throws IOException {
        startImpatient();
        try (RawHttp2Client raw = client()) {
            raw.frame(HEADERS, 0, 1, RawHttp2Client.block("GET", "/get"));
            raw.goAway();
        }
    }

    @Test
    void floodsEndTheConnection() throws IOException {
        assertThat(flood(raw -> raw.frame(PING, 0, 0, new byte[8]))).isEqualTo(ENHANCE_YOUR_CALM);
        assertThat(flood(raw -> raw.frame(SETTINGS, 0, 0))).isEqualTo(ENHANCE_YOUR_CALM);
        assertThat(flood(raw -> raw.frame(PRIORITY, 0, 3, new byte[5]))).isEqualTo(ENHANCE_YOUR_CALM);
        assertThat(flood(raw -> raw.frame(77, 0, 0, new byte[5]))).isEqualTo(ENHANCE_YOUR_CALM);
    }

    @Test
    void emptyFramesEndTheConnection() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json");
            assertThat(flood(raw, client -> client.frame(DATA, 0, 1))).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (RawHttp2Client raw = client()) {
            raw.frame(HEADERS, 0, 1, RawHttp2Client.block("GET", "/get"));
            assertThat(flood(raw, client -> client.frame(CONTINUATION, 0, 1))).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void rapidResetsEndTheConnection() throws IOException {
        try (RawHttp2Client raw = client()) {
            int[] stream = {1};
            assertThat(flood(raw, client -> {
                        client.get(stream[0], "/get");
                        client.frame(RST_STREAM, 0, stream[0], number(CANCEL));
                        stream[0] += 2;
                    }))
                    .isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(gateway.requests).hasSizeLessThan(1_000);
    }

    @Test
    void requestsThatAreGivenUpStillCount() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        gateway.answer(request -> held(release));
        try (RawHttp2Client raw = client()) {
            int[] stream = {1};
            // Fewer resets than are forbidden, but each leaves a request behind that is being worked on.
            assertThat(flood(raw, client -> {
                        client.get(stream[0], "/get");
                        if (stream[0] < 2 * 190) {
                            client.frame(RST_STREAM, 0, stream[0], number(CANCEL));
                        }
                        stream[0] += 2;
                    }))
                    .isEqualTo(ENHANCE_YOUR_CALM);
        } finally {
            release.countDown();
        }
        assertThat(gateway.requests).hasSizeLessThanOrEqualTo(256);
    }

    @Test
    void anErrorOfTheConnectionTellsTheLastStream() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.get(5, "/get");
            raw.body(5);
            raw.frame(SETTINGS, ACK, 0, (byte) 1);
            assertThat(raw.await(GOAWAY, 0).number(0)).isEqualTo(5);
        }
    }

    @Test
    void headersThatAreSmallOnlyWhileCompressedAreTooLarge() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(RawHttp2Client.block("GET", "/get"));
        // A header of 2000 bytes that is remembered, and then named again and again by one byte.
        block.write(0x40);
        block.write(1);
        block.write('a');
        block.write(127);
        block.write(((2_000 - 127) & 0x7f) | 0x80);
        block.write((2_000 - 127) >>> 7);
        block.writeBytes("x".repeat(2_000).getBytes(StandardCharsets.US_ASCII));
        byte[] again = new byte[10_000];
        Arrays.fill(again, (byte) (0x80 | 62));
        block.writeBytes(again);
        try (RawHttp2Client raw = client()) {
            raw.frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray());
            assertThat(raw.body(1)).contains("common.payload_too_large");
            raw.get(3, "/get");
            assertThat(raw.body(3)).contains("true");
        }
    }

    @Test
    void headersThatAreTooLargeAsTheyComeEndTheConnection() throws IOException {
        try (RawHttp2Client raw = client()) {
            byte[] block = RawHttp2Client.block("GET", "/get", "a", "x".repeat(15_000));
            raw.frame(HEADERS, END_STREAM, 1, block);
            raw.frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOf(block, 15_000));
            assertThat(raw.goAway()).isPositive();
        }
    }

    @Test
    void aBodyShorterThanItsLengthIsRefused() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json", "content-length", "20");
            raw.frame(DATA, END_STREAM, 1, "{\"a\":1}".getBytes(StandardCharsets.US_ASCII));
            assertThat(raw.await(RST_STREAM, 1).number(0)).isEqualTo(PROTOCOL_ERROR);
        }
        assertThat(gateway.requests).isEmpty();
    }

    /** A request with one is malformed (RFC 9113, section 8.2.2). */
    @Test
    void headersOfHttp1AreRefused() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json", "transfer-encoding", "chunked");
            assertThat(raw.await(RST_STREAM, 1).number(0)).isEqualTo(PROTOCOL_ERROR);
            raw.get(3, "/unknown");
            assertThat(raw.body(3)).contains("common.not_found");
        }
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void paddingIsNoData() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json");
            raw.frame(DATA, PADDED | END_STREAM, 1, "\5{\"a\":1}\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
            raw.body(1);
        }
        assertThat(gateway.lastBody()).isEqualTo("{\"a\":1}");
    }

    /** It is ordinary that clients leave; nobody has to look into it. */
    @Test
    void aClientThatLeavesOrResetsInTheMiddleOfABodyIsNoError() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            for (int i = 0; i < 20; i++) {
                RawHttp2Client raw = client();
                for (int stream = 1; stream < 10; stream += 2) {
                    raw.post(stream, "/free", "content-type", "application/json");
                    raw.frame(DATA, 0, stream, new byte[i * 1_000]);
                    if (stream > i % 10) {
                        raw.frame(RST_STREAM, 0, stream, number(CANCEL));
                    }
                }
                raw.close();
            }
            gateway.get("/get");
            await().untilAsserted(() -> assertThat(gateway.requests).hasSize(1));
        } finally {
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .noneMatch(event -> event.getFormattedMessage().contains(" 500 "));
    }

    @Test
    void emptyAndTinyFramesMakeOneBody() throws IOException {
        try (RawHttp2Client raw = client()) {
            raw.post(1, "/free", "content-type", "application/json");
            for (char c : ("{\"a\":\"" + "x".repeat(500) + "\"}").toCharArray()) {
                raw.frame(DATA, 0, 1, (byte) c);
                raw.frame(DATA, 0, 1);
            }
            raw.frame(DATA, END_STREAM, 1);
            assertThat(raw.body(1)).contains("true");
        }
        assertThat(gateway.lastBody()).hasSize(508);
    }

    @Test
    void streamsOverTheBoundOfRequestsAreOverloaded() throws IOException {
        start(
                new EdgeConfig(1, EdgeConfig.DEFAULT_REQUEST_TIMEOUT, ProxyConfig.NONE, AnswerConfig.DEFAULT),
                HttpConfig.DEFAULT_IDLE_TIMEOUT);
        CountDownLatch release = new CountDownLatch(1);
        gateway.answer(request -> held(release));
        try (RawHttp2Client raw = client()) {
            raw.get(1, "/get");
            await().until(() -> !gateway.requests.isEmpty());
            raw.get(3, "/get");
            assertThat(raw.body(3)).contains("common.overloaded").contains("not_executed");
            release.countDown();
            assertThat(raw.body(1)).contains("true");
        }
    }

    @Test
    void anIdleConnectionIsToldThatItEnds() throws IOException {
        start(EdgeConfig.DEFAULT, Duration.ofMillis(300));
        try (RawHttp2Client raw = client()) {
            raw.get(1, "/get");
            raw.body(1);
            assertThat(raw.goAway()).isZero();
        }
    }

    @Test
    void aStopWaitsForNoIdleConnectionAndAnswersWhatIsUnderWay() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        gateway.answer(request -> held(release));
        try (RawHttp2Client idle = client();
                RawHttp2Client busy = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            idle.get(1, "/unknown");
            idle.body(1);
            busy.get(1, "/get");
            await().until(() -> !gateway.requests.isEmpty());

            var stopped = threads.submit(gateway.server::close);
            assertThat(idle.goAway()).isZero();
            assertThat(busy.await(GOAWAY, 0).number(0)).isEqualTo(1);
            busy.get(3, "/get");
            release.countDown();
            assertThat(busy.body(1)).contains("true");
            busy.goAway();
            stopped.get(4, TimeUnit.SECONDS);

            assertThat(busy.received()).noneMatch(frame -> frame.stream() == 3);
            assertThat(gateway.requests).hasSize(1);
        }
    }

    private static byte[] held(CountDownLatch release) {
        try {
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return TestGateway.bytes("{\"success\":true,\"data\":{}}");
    }

    /** Sends something again and again until the server has had enough. Returns the code that it gives for that. */
    private int flood(Sending sending) throws IOException {
        try (RawHttp2Client raw = client()) {
            return flood(raw, sending);
        }
    }

    private static int flood(RawHttp2Client raw, Sending sending) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Read meanwhile, so that the last word of the server is not lost with the connection.
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> lastWord(raw), threads);
            try {
                for (int i = 0; i < 20_000 && !code.isDone(); i++) {
                    sending.send(raw);
                }
            } catch (IOException e) {
                // The server has had enough; its last word tells.
            }
            return code.join();
        }
    }

    private static int lastWord(RawHttp2Client raw) {
        try {
            raw.await(GOAWAY, 0);
            return raw.received().getLast().number(4);
        } catch (IOException e) {
            return raw.received().stream()
                    .filter(frame -> frame.type() == GOAWAY)
                    .map(frame -> frame.number(4))
                    .findFirst()
                    .orElse(-1);
        }
    }

    private interface Sending {
        void send(RawHttp2Client raw) throws IOException;
    }
}
