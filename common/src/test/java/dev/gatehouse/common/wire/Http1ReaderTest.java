package dev.gatehouse.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.wire.Violation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http1ReaderTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Http1Limits LIMITS = new Http1Limits(100, 200, 10, 1_000);

    @Test
    void requestsOneBehindTheOtherAreHandedOnOneByOne() {
        String post = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
        Wire wire = Wire.of(LIMITS, GET + "\r\n" + post + "abc" + GET + "\r\n");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
        assertThat(wire.reader.isBodyHere()).isTrue();
        assertThat(wire.next()).isEqualTo(post);
        assertThat(wire.reader.request().method()).isEqualTo("POST");
        assertThat(wire.reader.isBodyHere()).isTrue();
        assertThat(wire.next()).isEqualTo("abc");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
    }

    @Test
    void aBodyIsHandedOnAsItComes() {
        Wire wire =
                Wire.of(LIMITS, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", "c", "de" + GET, "\r\n");
        wire.next();
        assertThat(wire.reader.isBodyHere()).isFalse();
        assertThat(wire.next()).isEqualTo("ab");
        assertThat(wire.next()).isEqualTo("c");
        assertThat(wire.next()).isEqualTo("de");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
    }

    @Test
    void chunksAreWrittenAnewWithoutExtensionsAndTrailers() {
        Wire wire = Wire.of(
                LIMITS,
                CHUNKED + "3;name=\"a b\"\r\nabc\r\n0002 ; x\r\nde\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\n" + GET + "\r\n");
        wire.next();
        assertThat(wire.next() + wire.next()).isEqualTo("00000003\r\nabc\r\n00000002\r\nde\r\n");
        assertThat(wire.next()).isEqualTo("0\r\n\r\n");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
    }

    @Test
    void aChunkIsHandedOnAsItComes() {
        Wire wire = Wire.of(LIMITS, CHUNKED + "64\r\nabc", "de");
        wire.next();
        assertThat(wire.next()).isEqualTo("00000003\r\nabc\r\n");
        assertThat(wire.next()).isEqualTo("00000002\r\nde\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                "+1\r\na\r\n",
                "-1\r\n",
                " 1\r\na\r\n",
                "0x1\r\na\r\n",
                "1\n",
                "1\ra\r\n",
                "1;a\nb\r\n",
                "1;\0\r\n",
                "1 \u007f\r\n",
                "1\r\nab\r\n",
                "1\r\na\n\r",
                "1\r\na\r\r",
                "1\r\naX\n",
                "1\r\na0\r\n\r\n",
                "0\r\nX: y\n",
                "0\r\n: y\r\n",
                "0\r\nX y\r\n",
                "0\r\nX : y\r\n",
                "0\r\n X: y\r\n",
                "0\r\nX: \0\r\n",
                "0\r\n\rX",
                "0\r\n\n",
                "1000000000000000\r\n",
                "ffffffffffffffffffff\r\n"
            })
    void aBrokenChunkedBodyIsRefused(String body) {
        assertRefusedBody(body, Kind.MALFORMED);
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of("a chunk", "3e9\r\n"),
                Arguments.of("a chunk beyond int", "7fffffffffffffe\r\n"),
                Arguments.of("chunks together", "1f4\r\n" + "a".repeat(500) + "\r\n1f5\r\n"),
                Arguments.of("an extension", "1;" + "a".repeat(500)),
                Arguments.of("extensions together", ("1;" + "a".repeat(60) + "\r\nb\r\n").repeat(4)),
                Arguments.of("a trailer", "0\r\nX: " + "a".repeat(500)),
                Arguments.of("the name of a trailer", "0\r\n" + "a".repeat(500)),
                Arguments.of("many trailers", "0\r\n" + "a:\r\n".repeat(11)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void aChunkedBodyOverItsBoundsIsRefused(String what, String body) {
        assertRefusedBody(body, Kind.TOO_LARGE);
    }

    private static void assertRefusedBody(String body, Kind kind) {
        Wire wire = Wire.of(LIMITS, CHUNKED + body);
        wire.next();
        assertThatThrownBy(() -> {
                    while (true) {
                        wire.next();
                    }
                })
                .isInstanceOfSatisfying(
                        BodyRefusedException.class,
                        refused -> assertThat(refused.violation().kind()).isEqualTo(kind));
    }

    static Stream<String> malformed() {
        return Stream.of(
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET / http/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.x\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
                "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u007f HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
                " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\n\r\n" + GET,
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\rHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: .a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [1\r\n\r\n",
                GET + "Host: a\r\n\r\n",
                GET + " folded\r\n\r\n",
                GET + "a: b\r\n\tfolded\r\n\r\n",
                GET + ": b\r\n\r\n",
                GET + "a\r\n\r\n",
                GET + "a : b\r\n\r\n",
                GET + "a\0: b\r\n\r\n",
                GET + "a: \0\r\n\r\n",
                GET + "a: b\rc\r\n\r\n",
                GET + "Content-Length: \r\n\r\n",
                GET + "Content-Length: +1\r\n\r\n",
                GET + "Content-Length: 1, 1\r\n\r\n",
                GET + "Content-Length: 9999999999999999999\r\n\r\n",
                GET + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
                GET + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                GET + "Transfer-Encoding: gzip\r\n\r\n",
                GET + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                GET + "Transfer-Encoding: \"chunked\"\r\n\r\n",
                GET + "Transfer-Encoding: \u000bchunked\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedHeadIsRefusedAndHelidonGetsAnEmptyRequest(String head) {
        assertRefused(head, Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void aHeadOverItsBoundsIsRefusedAsSoonAsItIs(int pieceBytes) {
        assertRefused(Wire.inPieces(LIMITS, "GET /" + "a".repeat(200), pieceBytes), Kind.TOO_LARGE);
        assertRefused(Wire.inPieces(LIMITS, GET + "a: " + "b".repeat(300), pieceBytes), Kind.TOO_LARGE);
        assertRefused(Wire.inPieces(LIMITS, GET + "a".repeat(300), pieceBytes), Kind.TOO_LARGE);
        assertRefused(Wire.inPieces(LIMITS, GET + "a: b\r\n".repeat(100), pieceBytes), Kind.TOO_LARGE);
        assertRefused(Wire.inPieces(LIMITS, GET + "a:\r\n".repeat(20) + "\r\n", pieceBytes), Kind.TOO_LARGE);
        assertRefused(Wire.inPieces(LIMITS, GET + "Content-Length: 1001\r\n\r\n", pieceBytes), Kind.TOO_LARGE);
    }

    private static void assertRefused(String head, Kind kind) {
        assertRefused(Wire.of(LIMITS, head), kind);
    }

    private static void assertRefused(Wire wire, Kind kind) {
        String handedOn = wire.next();
        assertThat(wire.reader.request().violation())
                .hasValueSatisfying(violation -> assertThat(violation.kind()).isEqualTo(kind));
        assertThat(handedOn)
                .startsWith("GET / HTTP/1.1\r\n")
                .endsWith("\r\n\r\n")
                .doesNotContainIgnoringCase("content-length:", "transfer-encoding:");
        assertThatThrownBy(wire::next).isInstanceOf(BodyRefusedException.class);
    }

    @Test
    void aRefusedRequestKeepsTheHeadersThatItsAnswerDependsOn() {
        Wire wire = Wire.of(LIMITS, GET + "Content-Length: x\r\nX-Request-ID: mine\r\n\r\n");
        assertThat(wire.next())
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nxxxxxxxxxxxxxx: x\r\nX-Request-ID: mine\r\n\r\n");
    }

    @Test
    void http10IsHandedOnAsHttp11WithoutWhatItCannotMean() {
        Wire wire = Wire.of(LIMITS, "GET / HTTP/1.0\r\nUpgrade: websocket\r\nExpect: 100-continue\r\n\r\n");
        assertThat(wire.next()).isEqualTo("GET / HTTP/1.1\r\nxxxxxxx: websocket\r\nxxxxxx: 100-continue\r\n\r\n");
        assertThat(wire.reader.request().version()).isEqualTo(HttpVersion.HTTP_1_0);
        assertThat(wire.reader.request().violation()).isEmpty();
    }

    @Test
    void protocolsToUpgradeToAreWrittenInSmallLetters() {
        Wire wire = Wire.of(LIMITS, GET + "UPGRADE: WEBSocket\r\n\r\n");
        assertThat(wire.next()).isEqualTo(GET + "UPGRADE: websocket\r\n\r\n");
    }

    @Test
    void aLaterMinorVersionIsReadAsHttp11() {
        Wire wire = Wire.of(LIMITS, "GET / HTTP/1.9\r\nHost: a\r\n\r\n");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
        assertThat(wire.reader.request().version()).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void methodsAreCaseSensitive() {
        Wire wire = Wire.of(LIMITS, "Post /a HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.next()).isEqualTo("P--- /a HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.reader.request().method()).isEqualTo("Post");
    }

    @Test
    void theAuthorityOfATargetInAbsoluteFormIsTheHost() {
        Wire wire = Wire.of(
                LIMITS,
                "GET HTTP://a.example:81/b?c HTTP/1.1\r\nX: y\r\nHost: other\r\n\r\n",
                "GET https://a?b HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.next()).isEqualTo("GET /b?c HTTP/1.1\r\nHost: a.example:81\r\nX: y\r\nxxxx: other\r\n\r\n");
        assertThat(wire.next()).isEqualTo("GET /?b HTTP/1.1\r\nHost: a\r\nxxxx: a\r\n\r\n");
        assertThat(wire.next()).isEqualTo("OPTIONS * HTTP/1.1\r\nHost: a\r\nxxxx: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a.", "a-b_c.example:80", "a:", "127.0.0.1:8080", "[::1]", "[::ffff:1.2.3.4]:443", "%61"
            })
    void hostsOfManyKindsAreTaken(String host) {
        Wire wire = Wire.of(LIMITS, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        wire.next();
        assertThat(wire.reader.request().violation()).isEmpty();
    }

    @Test
    void emptyLinesBeforeARequestAreSkipped() {
        Wire wire = Wire.of(LIMITS, "\r\n", "\r", "\n" + GET, "\r\n\r\n" + GET + "\r\n");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
        assertThat(wire.next()).isEqualTo(GET + "\r\n");
    }

    @Test
    void anotherProtocolIsHandedOnAsItComes() {
        Wire wire = Wire.of(LIMITS, GET + "\r\n\0\1\2", "\3\n\4");
        wire.next();
        wire.reader.switchProtocol();
        assertThat(wire.next()).isEqualTo("\0\1\2");
        assertThat(wire.next()).isEqualTo("\3\n\4");
    }

    @Test
    void aRequestBeginsWithItsFirstByte() {
        Wire wire = Wire.of(LIMITS, "G", "ET / HTTP/1.1\r\nHost: a\r\n\r\n" + GET + "\r\n");
        wire.next();
        assertThat(wire.begun).isEqualTo(1);
        wire.next();
        assertThat(wire.begun).isEqualTo(2);
    }

    @Test
    void bytesAreMovedAFewTimesEachHoweverFewComeAtATime() {
        Http1Limits large = new Http1Limits(1 << 20, 1 << 20, 10, 1_000);
        Wire wire = Wire.inPieces(large, GET + "a: " + "b".repeat(400_000) + "\r\n\r\n", 1);
        assertThat(wire.next()).hasSize(GET.length() + 400_007);
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
