package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.gateway.http.RawClient;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import io.helidon.webserver.testing.junit5.SetUpServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What is wrong with Helidon's HTTP/1.1, and why requests are read by us before Helidon gets them. */
@ServerTest
final class HelidonHttp1DefectsTest {
    private static final String POST = "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET /method HTTP/1.1\r\nHost: a\r\n\r\n";
    /** How many lines Helidon reads as the size of a chunk, though none of them is one. */
    private static final int LINES_TAKEN_FOR_SIZES = 5;

    private static final int LINE_BYTES = 4 * 1024 * 1024;
    private static final int SILENCE_MILLIS = 500;
    private static final int CHUNK_BYTES = 0x100000;

    private static final CountDownLatch FIRST_BYTE = new CountDownLatch(1);

    private final int port;

    HelidonHttp1DefectsTest(WebServer server) {
        port = server.port();
    }

    @SetUpServer
    static void server(WebServerConfig.Builder server) {
        server.host("127.0.0.1").useNio(false);
    }

    @SetUpRoute
    static void routes(HttpRouting.Builder routing) {
        routing.any("/method", HelidonHttp1DefectsTest::method)
                .post("/body", HelidonHttp1DefectsTest::body)
                .post("/first-byte", HelidonHttp1DefectsTest::firstByte)
                .get(
                        "/nothing",
                        (request, response) ->
                                response.status(Status.NO_CONTENT_204).send())
                .get(
                        "/known",
                        (request, response) ->
                                response.status(Status.NOT_MODIFIED_304).send());
    }

    private static void method(ServerRequest request, ServerResponse response) {
        response.send("method " + request.prologue().method().text());
    }

    private static void body(ServerRequest request, ServerResponse response) {
        response.send("body " + request.content().as(String.class));
    }

    private static void firstByte(ServerRequest request, ServerResponse response) throws IOException {
        try (InputStream body = request.content().inputStream()) {
            var _ = body.read();
            FIRST_BYTE.countDown();
            response.send("rest " + body.readAllBytes().length);
        }
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 7.1")
    void theSizeOfAChunkMayHaveASign() throws IOException {
        assertThat(answers(POST + "+2\r\n{}\r\n0\r\n\r\n")).endsWith("body {}");
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 7.1")
    void anyTwoBytesEndTheDataOfAChunk() throws IOException {
        assertThat(answers(POST + "2\r\n{}AB0\r\n\r\n")).endsWith("body {}");
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 7.1.1")
    void chunkExtensionsAreAnInternalError() throws IOException {
        assertThat(answers(POST + "2;a=b\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 500 ");
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 7.1.2")
    void trailersAreRefused() throws IOException {
        assertThat(answers(POST + "2\r\n{}\r\n0\r\nX-Sum: 1\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .doesNotContain("body");
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 7.1.1")
    void theSizeLineOfAChunkHasNoBound() throws IOException {
        assertThat(answers(POST + "0".repeat(LINE_BYTES) + "2\r\n{}\r\n0\r\n\r\n"))
                .endsWith("body {}");
    }

    @HelidonDefect(
            workaround = "common.wire.ChunkedBody",
            breaks = "a bound of the body counts what is in memory already")
    void aChunkIsHeldBackUntilItIsWhole() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.write("POST /first-byte HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.write(Integer.toHexString(CHUNK_BYTES) + "\r\n" + "x".repeat(CHUNK_BYTES - 1));
            assertThat(FIRST_BYTE.await(SILENCE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
            client.write("x\r\n0\r\n\r\n");
            assertThat(client.readResponse()).endsWith("rest " + (CHUNK_BYTES - 1));
        }
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "a password does not belong in a log")
    void aBrokenChunkIsAnInternalErrorAndTheBodyIsInTheLog() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            assertThat(answers(POST + "{\"password\":\"my-secret\"}\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 500 ");
        } finally {
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getThrowableProxy() != null)
                .anySatisfy(event -> assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .contains("my-secret"));
    }

    @HelidonDefect(workaround = "common.wire.ChunkedBody", breaks = "RFC 9112, section 9.3")
    void aRequestIsReadFromWhatFollowsABrokenChunk() throws IOException {
        assertThat(answers(POST + "x\r\n".repeat(LINES_TAKEN_FOR_SIZES) + NEXT))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("method GET");
    }

    @HelidonDefect(workaround = "common.wire.RequestLine", breaks = "RFC 9110, section 9.1")
    void methodsAreTakenInAnyCase() throws IOException {
        assertThat(answers("gEt /method HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("method GET");
    }

    @HelidonDefect(workaround = "common.wire.RequestLine", breaks = "RFC 9110, section 2.5")
    void http10IsRefused() throws IOException {
        // With 505, or, if the whole request comes at once, without a word.
        assertThat(answers("GET /method HTTP/1.0\r\nHost: a\r\n\r\n")).doesNotContain("method GET");
    }

    @HelidonDefect(workaround = "common.wire.RequestLine", breaks = "RFC 9112, section 3")
    void aControlCharacterInAMethodIsAnInternalError() throws IOException {
        assertThat(answers("G\u0001T /method HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 500 ");
    }

    @HelidonDefect(workaround = "common.wire.RequestLine", breaks = "RFC 9112, section 3.2")
    void aTargetMayHaveAFragment() throws IOException {
        assertThat(answers("GET /method#x HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("method GET");
    }

    @HelidonDefect(workaround = "common.wire.HeadLines", breaks = "RFC 9110, section 5.1")
    void aFieldNeedsNoName() throws IOException {
        assertThat(answers("GET /method HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n")).endsWith("method GET");
    }

    @HelidonDefect(workaround = "gateway.http.HttpEdge", breaks = "RFC 9112, section 9.6")
    void aConnectionGoesOnAfterARequestToCloseIt() throws IOException {
        String answers = answers("GET /method HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + NEXT);
        assertThat(answers.split("method GET", -1)).hasSize(3);
    }

    @HelidonDefect(workaround = "gateway.http.BodilessAnswers", breaks = "RFC 9110, section 8.6")
    void aStatusWithoutContentHasALength() throws IOException {
        assertThat(answers("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains("Content-Length: 0");
    }

    @HelidonDefect(workaround = "gateway.http.BodilessAnswers", breaks = "RFC 9110, section 8.6")
    void anAnswerThatNothingHasChangedTellsAWrongLength() throws IOException {
        assertThat(answers("GET /known HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 304 ")
                .contains("Content-Length: 0");
    }

    @HelidonDefect(workaround = "gateway.http2.H2cUpgrade", breaks = "RFC 9110, section 7.8")
    void http2IsSwitchedToThoughConnectionDoesNotSaySo() throws IOException {
        assertThat(answers(
                        "GET /method HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    /** All that is said on a connection to a client that sends something and then no more. */
    private String answers(String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write(request);
            client.finish();
            return client.readToEnd();
        }
    }
}
