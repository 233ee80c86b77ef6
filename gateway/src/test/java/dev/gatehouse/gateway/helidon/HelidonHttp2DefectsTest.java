package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.gatehouse.gateway.http.RawHttp2Client;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import io.helidon.webserver.testing.junit5.SetUpServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What is wrong with Helidon's HTTP/2, and why its frames are checked on their way in and put right on their way out. */
@ServerTest
final class HelidonHttp2DefectsTest {
    private static final int REFUSED_STREAM = 7;
    private static final int STREAM_CLOSED = 5;
    private static final int INTERNAL_ERROR = 2;
    private static final int CANCEL = 8;
    /** The last of some streams that have ended, of which Helidon forgets the first meanwhile. */
    private static final int ENDED = 9;

    private static final int SILENCE_MILLIS = 500;
    private static final int PAUSE_MILLIS = 100;
    /** Two threads have to write at the same time, which they mostly do within five tries. */
    private static final int MAX_TRIES = 100;

    private static final int MAX_STREAMS = 10;
    private static final int FRAME_BYTES = 16_384;
    private static final int LARGE_BYTES = 200_000;
    private static final int EMPTY_FRAMES = 12;
    private static final int FLOOD = 10_000;
    /** What either side takes unless it says otherwise (RFC 9113, section 6.9.2). */
    private static final int DEFAULT_WINDOW_BYTES = 65_535;
    /** Helidon holds so many frames of a stream that nobody reads. */
    private static final int KEPT_FRAMES = 32;

    private static final byte[] PING = "12345678".getBytes(StandardCharsets.US_ASCII);

    /** Requests for {@code /waits} are answered when their test is over. */
    private static volatile CountDownLatch answers = new CountDownLatch(1);

    private final int port;

    HelidonHttp2DefectsTest(WebServer server) {
        port = server.port();
    }

    @BeforeEach
    void hold() {
        answers = new CountDownLatch(1);
    }

    @AfterEach
    void release() {
        answers.countDown();
    }

    @SetUpServer
    static void server(WebServerConfig.Builder server) {
        server.host("127.0.0.1")
                .useNio(false)
                .addProtocol(Http2Config.builder()
                        .maxConcurrentStreams(MAX_STREAMS)
                        .initialWindowSize(DEFAULT_WINDOW_BYTES)
                        .build());
    }

    @SetUpRoute
    static void routes(HttpRouting.Builder routing) {
        routing.any("/method", HelidonHttp2DefectsTest::method)
                .any("/large", (request, response) -> response.send(new byte[LARGE_BYTES]))
                .any("/waits", HelidonHttp2DefectsTest::waits)
                .get("/given-up", HelidonHttp2DefectsTest::givenUp)
                .post("/body", HelidonHttp2DefectsTest::body);
    }

    private static void method(ServerRequest request, ServerResponse response) {
        response.send("method " + request.prologue().method().text());
    }

    private static void waits(ServerRequest request, ServerResponse response) throws InterruptedException {
        answers.await();
        response.send("waited");
    }

    private static void givenUp(ServerRequest request, ServerResponse response) {
        throw new CloseConnectionException("there will be no answer");
    }

    private static void body(ServerRequest request, ServerResponse response) {
        response.send("body " + request.content().as(String.class));
    }

    private RawHttp2Client client() throws IOException {
        return new RawHttp2Client(port);
    }

    @HelidonDefect(workaround = "gateway.http2.RequestFields", breaks = "RFC 9110, section 9.1")
    void methodsAreTakenInAnyCase() throws IOException {
        try (RawHttp2Client client = client()) {
            headers(client, 1, RawHttp2Client.block("gEt", "/method"));
            assertThat(client.body(1)).isEqualTo("method GET");
        }
    }

    @HelidonDefect(workaround = "gateway.http2.RequestFields", breaks = "RFC 9113, section 8.1.1")
    void aMalformedRequestEndsTheConnection() throws IOException {
        try (RawHttp2Client client = client()) {
            headers(client, 1, RawHttp2Client.block("G T", "/method"));
            assertThat(client.goAway()).isEqualTo(INTERNAL_ERROR);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.HelidonFields", breaks = "RFC 7541, section 6.2")
    void aPseudoHeaderFieldMayNotNameItself() throws IOException {
        try (RawHttp2Client client = client()) {
            byte[] method = "\0\7:method\3GET".getBytes(StandardCharsets.US_ASCII);
            byte[] rest = {(byte) 0x86, (byte) 0x84, 1, 1, 'a'};
            byte[] block = new byte[method.length + rest.length];
            System.arraycopy(method, 0, block, 0, method.length);
            System.arraycopy(rest, 0, block, method.length, rest.length);
            headers(client, 1, block);
            assertThat(client.goAway()).isEqualTo(RawHttp2Client.PROTOCOL_ERROR);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.Http2Streams", breaks = "RFC 9113, section 5.1.2")
    void aStreamTooManyEndsTheConnection() throws IOException {
        try (RawHttp2Client client = client()) {
            for (int i = 0; i <= MAX_STREAMS; i++) {
                client.get(2 * i + 1, "/waits");
            }
            assertThat(client.goAway()).isEqualTo(REFUSED_STREAM);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.ClosedStreams", breaks = "RFC 9113, section 5.1")
    void aLateResetOfAStreamThatHasEndedEndsTheConnection() throws IOException {
        try (RawHttp2Client client = client()) {
            for (int stream = 1; stream <= ENDED; stream += 2) {
                client.get(stream, "/method");
                assertThat(client.body(stream)).isEqualTo("method GET");
            }
            client.post(ENDED + 2, "/body");
            client.frame(RawHttp2Client.RST_STREAM, 0, 1, RawHttp2Client.number(CANCEL));
            assertThat(client.goAway()).isEqualTo(RawHttp2Client.PROTOCOL_ERROR);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.Http2Frames", breaks = "RFC 9113, section 6.8")
    void aClientThatSaysGoodbyeGetsNoAnswerToWhatItHasAsked() throws IOException {
        try (RawHttp2Client client = client()) {
            client.get(1, "/waits");
            client.frame(RawHttp2Client.GOAWAY, 0, 0, new byte[8]);
            assertThat(client.goAway()).isEqualTo(-1);
            assertThat(client.received()).noneMatch(frame -> frame.type() == RawHttp2Client.HEADERS);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.Http2Writes", breaks = "RFC 9113, section 6.8")
    void theEndOfAConnectionNamesNoStreamThatWasServed() throws IOException {
        try (RawHttp2Client client = client()) {
            client.get(1, "/method");
            assertThat(client.body(1)).isEqualTo("method GET");
            client.frame(RawHttp2Client.DATA, 0, 2, (byte) 'x');
            assertThat(client.await(RawHttp2Client.GOAWAY, 0).number(0)).isZero();
        }
    }

    @HelidonDefect(workaround = "gateway.http2.FrameRules", breaks = "RFC 9113, section 8.4")
    void aPushOfAClientIsARefusedStream() throws IOException {
        try (RawHttp2Client client = client()) {
            client.frame(RawHttp2Client.PUSH_PROMISE, RawHttp2Client.END_HEADERS, 1, RawHttp2Client.number(2));
            assertThat(client.goAway()).isEqualTo(REFUSED_STREAM);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.FrameRules", breaks = "RFC 9113, section 6.9")
    void aConnectionGoesOnAfterAnIncrementOfNothing() throws IOException {
        try (RawHttp2Client client = client()) {
            client.frame(RawHttp2Client.WINDOW_UPDATE, 0, 0, RawHttp2Client.number(0));
            client.get(1, "/method");
            assertThat(client.body(1)).isEqualTo("method GET");
        }
    }

    @HelidonDefect(
            workaround = "gateway.http2.Http2Frames",
            breaks = "clients may send empty frames (RFC 9113, section 6.1)")
    void aFewEmptyFramesEndTheConnection() throws IOException {
        try (RawHttp2Client client = client()) {
            client.post(1, "/body");
            for (int i = 0; i < EMPTY_FRAMES; i++) {
                client.frame(RawHttp2Client.DATA, 0, 1);
            }
            assertThat(client.goAway()).isEqualTo(RawHttp2Client.ENHANCE_YOUR_CALM);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.FrameBudget", breaks = "RFC 9113, section 10.5")
    void pingsAreAnsweredWithoutABound() throws IOException {
        try (RawHttp2Client client = client()) {
            for (int i = 0; i < FLOOD; i++) {
                client.frame(RawHttp2Client.PING, 0, 0, PING);
                assertThat(client.await(RawHttp2Client.PING, 0).flags()).isEqualTo(RawHttp2Client.ACK);
            }
        }
    }

    @HelidonDefect(workaround = "gateway.http2.HeaderSections", breaks = "RFC 9113, section 10.5.1")
    void aHeaderSectionMayHaveAnyNumberOfFrames() throws IOException {
        try (RawHttp2Client client = client()) {
            client.frame(RawHttp2Client.HEADERS, RawHttp2Client.END_STREAM, 1, RawHttp2Client.block("GET", "/method"));
            for (int i = 0; i < FLOOD; i++) {
                client.frame(RawHttp2Client.CONTINUATION, 0, 1);
            }
            client.frame(RawHttp2Client.CONTINUATION, RawHttp2Client.END_HEADERS, 1);
            assertThat(client.body(1)).isEqualTo("method GET");
        }
    }

    @HelidonDefect(workaround = "gateway.http2.Http2Writes", breaks = "RFC 9113, section 7")
    void aRequestThatTheServerGivesUpIsResetAsIfItHadBeenClosed() throws IOException {
        try (RawHttp2Client client = client()) {
            client.get(1, "/given-up");
            assertThat(client.await(RawHttp2Client.RST_STREAM, 1).number(0)).isEqualTo(STREAM_CLOSED);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.SendWindows", breaks = "RFC 9113, section 6.9.1")
    void answersAtTheSameTimeAreMoreThanAClientTakes() throws IOException {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try (RawHttp2Client client = client()) {
                for (int i = 0; i < MAX_STREAMS; i++) {
                    client.get(2 * i + 1, "/large");
                }
                client.readTimeout(PAUSE_MILLIS);
                assertThatThrownBy(() -> client.await(RawHttp2Client.GOAWAY, 0))
                        .isInstanceOf(SocketTimeoutException.class);
                if (client.dataBytes() > DEFAULT_WINDOW_BYTES) {
                    return;
                }
            }
        }
        fail("never more than the window");
    }

    @HelidonDefect(workaround = "gateway.http2.UnreadData", breaks = "RFC 9113, section 5.2.2")
    void aBodyThatNobodyReadsHoldsUpTheConnection() throws IOException {
        try (RawHttp2Client client = client()) {
            client.post(1, "/waits");
            for (int i = 0; i < KEPT_FRAMES + 2; i++) {
                client.frame(RawHttp2Client.DATA, 0, 1, (byte) 'x');
            }
            client.frame(RawHttp2Client.PING, 0, 0, PING);
            client.readTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.await(RawHttp2Client.PING, 0)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @HelidonDefect(workaround = "gateway.http2.UnreadData", breaks = "RFC 9113, section 6.9.1")
    void aClientMaySendMoreThanItsWindow() throws IOException {
        try (RawHttp2Client client = client()) {
            client.post(1, "/waits");
            for (int sent = 0; sent <= DEFAULT_WINDOW_BYTES; sent += FRAME_BYTES) {
                client.frame(RawHttp2Client.DATA, 0, 1, new byte[FRAME_BYTES]);
            }
            client.frame(RawHttp2Client.PING, 0, 0, PING);
            assertThat(client.await(RawHttp2Client.PING, 0).flags()).isEqualTo(RawHttp2Client.ACK);
            assertThat(client.received())
                    .noneMatch(frame -> frame.type() == RawHttp2Client.WINDOW_UPDATE
                            || frame.type() == RawHttp2Client.GOAWAY
                            || frame.type() == RawHttp2Client.RST_STREAM);
        }
    }

    private static void headers(RawHttp2Client client, int stream, byte... block) throws IOException {
        client.frame(RawHttp2Client.HEADERS, RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM, stream, block);
    }
}
