package dev.gatehouse.testkit.edge;

import static dev.gatehouse.testkit.edge.Http2Wire.CANCEL;
import static dev.gatehouse.testkit.edge.Http2Wire.CONTINUATION;
import static dev.gatehouse.testkit.edge.Http2Wire.DATA;
import static dev.gatehouse.testkit.edge.Http2Wire.END_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.ENHANCE_YOUR_CALM;
import static dev.gatehouse.testkit.edge.Http2Wire.HEADERS;
import static dev.gatehouse.testkit.edge.Http2Wire.INITIAL_WINDOW_SIZE;
import static dev.gatehouse.testkit.edge.Http2Wire.NO_ERROR;
import static dev.gatehouse.testkit.edge.Http2Wire.REFUSED_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.frame;
import static dev.gatehouse.testkit.edge.Http2Wire.get;
import static dev.gatehouse.testkit.edge.Http2Wire.joined;
import static dev.gatehouse.testkit.edge.Http2Wire.post;
import static dev.gatehouse.testkit.edge.Http2Wire.repeated;
import static dev.gatehouse.testkit.edge.Http2Wire.setting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Clients that send nothing, next to nothing, or do not take what they have asked for. Each waits for a time limit of the server. */
final class SlowAttacks {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String POST =
            "POST " + AttackRoutes.FREE + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    /** The most that a connection may have open. */
    private static final int OPEN_STREAMS = 128;
    /** With as many streams each, more than may be worked on at a time. */
    private static final int ALL_PERMITS = 17;

    private static final int HEAVY = 8;
    private static final int LARGE_CHUNK_BYTES = 8_000_000;

    private SlowAttacks() {}

    /** Those that cost next to nothing. They are to be played at once. */
    static List<Attack> light() {
        List<Attack> attacks = new ArrayList<>(silent());
        attacks.addAll(slow());
        attacks.addAll(WebSocketAttacks.slow());
        return attacks;
    }

    private static List<Attack> silent() {
        return List.of(
                ends("nothing at all", "9112 9.5", Script.http1("").from(50)),
                ends(
                        "nothing at all without TLS",
                        "9112 9.5",
                        Script.clear(new byte[0]).from(50)),
                ends("the beginning of a request line", "9112 9.5", Script.http1("GET /fix")),
                ends("a head without its end", "9112 9.5", Script.http1("GET / HTTP/1.1\r\nHost: a\r\n")),
                ends("a head, and no body", "9112 9.5", Script.http1(POST + "Content-Length: 100\r\n\r\n")),
                ends("the size of a chunk", "9112 9.5", Script.http1(POST + "Transfer-Encoding: chunked\r\n\r\n7")),
                ends("half a preface", "9113 9.1", Script.bareHttp2(Script.octets("PRI * HTTP/2.0\r\n"))),
                ends("a preface", "9113 9.1", Script.bareHttp2(Http2Wire.preface())),
                ends(
                        "a header section without its end",
                        "9113 10.5",
                        Script.http2(frame(HEADERS, END_STREAM, 1, Http2Wire.block("GET", AttackRoutes.FIXED)))
                                .cut()),
                ends(
                        "half a frame",
                        "9113 10.5",
                        Script.http2(Arrays.copyOf(get(1, AttackRoutes.FIXED), Http2Wire.FRAME_HEADER_BYTES + 5))
                                .cut()));
    }

    private static List<Attack> slow() {
        return List.of(
                ends(
                        "a head byte by byte",
                        "9112 9.5",
                        Script.http1("GET /%s HTTP/1.1\r\n".formatted("x".repeat(200)))
                                .slowly(PAUSE)),
                ends(
                        "a body byte by byte",
                        "9112 9.5",
                        Script.http1(Script.octets(POST + "Content-Length: 1000\r\n\r\n"), new byte[200])
                                .slowly(PAUSE)),
                ends(
                        "a chunk extension byte by byte",
                        "9112 9.5",
                        Script.http1(
                                        Script.octets(POST + "Transfer-Encoding: chunked\r\n\r\n"),
                                        Script.octets("7;" + "x".repeat(200)))
                                .slowly(PAUSE)),
                ends(
                        "a preface byte by byte",
                        "9113 9.1",
                        Script.bareHttp2(Http2Wire.preface()).slowly(PAUSE)),
                ends(
                        "empty CONTINUATIONs, one after the other",
                        "9113 10.5",
                        Script.http2(
                                        frame(HEADERS, END_STREAM, 1, Http2Wire.block("GET", AttackRoutes.FIXED)),
                                        repeated(frame(CONTINUATION, 0, 1), 20))
                                .slowly(PAUSE)
                                .cut()));
    }

    /** Those that want much kept meanwhile. */
    static List<Attack> heavy() {
        return List.of(
                Attack.of(
                        "2,176 bodies that do not come",
                        "9113 10.5",
                        Script.http2(each(i -> post(i, AttackRoutes.FREE))).from(ALL_PERMITS),
                        new Ending.Reset(1, CANCEL),
                        // More is not held for one address: these are answered.
                        new Ending.Reset(1, NO_ERROR)),
                Attack.of(
                        "a body byte by byte over HTTP/2",
                        "9113 10.5",
                        Script.http2(post(1, AttackRoutes.FREE), repeated(frame(DATA, 0, 1, (byte) ' '), 2))
                                .slowly(PAUSE),
                        new Ending.Reset(1, CANCEL)),
                Attack.of(
                        "1,024 large answers without a window",
                        "9113 10.5",
                        Script.http2(each(i -> get(i, AttackRoutes.LARGE)))
                                .withSettings(setting(INITIAL_WINDOW_SIZE, 0))
                                .from(HEAVY),
                        new Ending.Reset(1, CANCEL),
                        new Ending.Reset(1, REFUSED_STREAM),
                        new Ending.Reset(1, ENHANCE_YOUR_CALM),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "large answers that are not taken",
                        "9112 9.5",
                        Script.http1(("GET " + AttackRoutes.LARGE + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(100))
                                .from(HEAVY)
                                .withoutReading(),
                        new Ending.Lost()),
                Attack.of(
                        "a chunk of 8 MB without its end",
                        "9110 15.5.14",
                        Script.http1(
                                        Script.octets(POST + "Transfer-Encoding: chunked\r\n\r\n800000\r\n"),
                                        new byte[LARGE_CHUNK_BYTES])
                                .from(HEAVY),
                        Ending.refused(413),
                        Ending.end()));
    }

    private static byte[] each(IntFunction<byte[]> frames) {
        byte[][] all = new byte[OPEN_STREAMS][];
        Arrays.setAll(all, i -> frames.apply(2 * i + 1));
        return joined(all);
    }

    private static Attack ends(String name, String rfc, Script script) {
        return Attack.of(name, rfc, script, Ending.end());
    }
}
