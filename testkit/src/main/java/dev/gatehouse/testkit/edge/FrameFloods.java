package dev.gatehouse.testkit.edge;

import static dev.gatehouse.testkit.edge.Http2Wire.ACK;
import static dev.gatehouse.testkit.edge.Http2Wire.CANCEL;
import static dev.gatehouse.testkit.edge.Http2Wire.CONTINUATION;
import static dev.gatehouse.testkit.edge.Http2Wire.DATA;
import static dev.gatehouse.testkit.edge.Http2Wire.END_HEADERS;
import static dev.gatehouse.testkit.edge.Http2Wire.END_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.ENHANCE_YOUR_CALM;
import static dev.gatehouse.testkit.edge.Http2Wire.FLOW_CONTROL_ERROR;
import static dev.gatehouse.testkit.edge.Http2Wire.FRAME_SIZE_ERROR;
import static dev.gatehouse.testkit.edge.Http2Wire.GOAWAY;
import static dev.gatehouse.testkit.edge.Http2Wire.HEADERS;
import static dev.gatehouse.testkit.edge.Http2Wire.INITIAL_WINDOW_SIZE;
import static dev.gatehouse.testkit.edge.Http2Wire.PADDED;
import static dev.gatehouse.testkit.edge.Http2Wire.PING;
import static dev.gatehouse.testkit.edge.Http2Wire.PRIORITY;
import static dev.gatehouse.testkit.edge.Http2Wire.PROTOCOL_ERROR;
import static dev.gatehouse.testkit.edge.Http2Wire.PUSH_PROMISE;
import static dev.gatehouse.testkit.edge.Http2Wire.REFUSED_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.RST_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.SETTINGS;
import static dev.gatehouse.testkit.edge.Http2Wire.STREAM_CLOSED;
import static dev.gatehouse.testkit.edge.Http2Wire.WINDOW_UPDATE;
import static dev.gatehouse.testkit.edge.Http2Wire.frame;
import static dev.gatehouse.testkit.edge.Http2Wire.get;
import static dev.gatehouse.testkit.edge.Http2Wire.joined;
import static dev.gatehouse.testkit.edge.Http2Wire.number;
import static dev.gatehouse.testkit.edge.Http2Wire.post;
import static dev.gatehouse.testkit.edge.Http2Wire.repeated;
import static dev.gatehouse.testkit.edge.Http2Wire.setting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Frames that cost the client next to nothing, in great numbers, and streams that are given up as soon as they have begun (RFC 9113, section 10.5). */
final class FrameFloods {
    /** More than a connection may send of frames that belong to no request. */
    private static final int MANY = 2_000;
    /** More than a connection may give up, and than it may have open. */
    private static final int STREAMS = 400;
    /** Fewer than a connection may give up. */
    private static final int GIVEN_UP = 150;
    /** The most that a connection may have open. */
    private static final int OPEN_STREAMS = 128;

    private static final int FRAME_BYTES = 16_384;
    private static final int LONGEST_FRAME_BYTES = (1 << 24) - 1;
    private static final int UNKNOWN_TYPE = 77;
    private static final int WINDOW_UPDATES = 100_000;
    private static final int BODY_FRAMES = 60_000;
    private static final int SETTINGS_OF_A_FRAME = 2_700;
    /** Few frames, but with more parameters than any client has. */
    private static final int LONG_SETTINGS = 20;

    private FrameFloods() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>(floods());
        attacks.addAll(windows());
        attacks.addAll(resets());
        attacks.addAll(sections());
        attacks.addAll(breaches());
        return attacks;
    }

    private static List<Attack> floods() {
        byte[] opaque = new byte[Long.BYTES];
        byte[] settings = repeated(setting(INITIAL_WINDOW_SIZE, 65_535), SETTINGS_OF_A_FRAME);
        return List.of(
                flood("PING", frame(PING, 0, 0, opaque)),
                flood("PING that is an answer", frame(PING, ACK, 0, opaque)),
                flood("SETTINGS", frame(SETTINGS, 0, 0)),
                flood("SETTINGS that acknowledges", frame(SETTINGS, ACK, 0)),
                Attack.of(
                        "SETTINGS with 2,700 parameters",
                        "9113 10.5",
                        Script.http2(repeated(frame(SETTINGS, 0, 0, settings), LONG_SETTINGS)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                flood("PRIORITY", frame(PRIORITY, 0, 3, new byte[5])),
                flood("GOAWAY", frame(GOAWAY, 0, 0, opaque)),
                flood("frames of an unknown type", frame(UNKNOWN_TYPE, 0, 0)),
                flood(
                        "frames of an unknown type, as long as they may be",
                        frame(UNKNOWN_TYPE, 0, 0, new byte[FRAME_BYTES])),
                Attack.of(
                        "empty DATA",
                        "9113 10.5",
                        Script.http2(post(1, AttackRoutes.FREE), repeated(frame(DATA, 0, 1), MANY)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "DATA of nothing but padding",
                        "9113 10.5",
                        Script.http2(
                                post(1, AttackRoutes.FREE),
                                repeated(frame(DATA, PADDED, 1, (byte) 3, (byte) 0, (byte) 0, (byte) 0), MANY)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "RST_STREAM of a stream that has ended",
                        "9113 10.5",
                        Script.http2(get(1, AttackRoutes.FIXED), repeated(reset(1), MANY)),
                        Ending.goAway(ENHANCE_YOUR_CALM)));
    }

    private static List<Attack> windows() {
        byte[] body = "{\"a\":\"%s\"}".formatted("x".repeat(BODY_FRAMES)).getBytes(StandardCharsets.US_ASCII);
        byte[][] frames = new byte[body.length][];
        Arrays.setAll(frames, i -> frame(DATA, i == body.length - 1 ? END_STREAM : 0, 1, body[i]));
        return List.of(
                Attack.of(
                        "100,000 times WINDOW_UPDATE of 1",
                        "9113 6.9",
                        Script.http2(repeated(windowUpdate(0, 1), WINDOW_UPDATES)),
                        Ending.answered()),
                Attack.of(
                        "100,000 times WINDOW_UPDATE of a stream",
                        "9113 6.9",
                        Script.http2(post(1, AttackRoutes.FREE), repeated(windowUpdate(1, 1), WINDOW_UPDATES)),
                        Ending.answered()),
                Attack.of(
                        "a window that is too large",
                        "9113 6.9.1",
                        Script.http2(windowUpdate(0, Integer.MAX_VALUE)),
                        Ending.goAway(FLOW_CONTROL_ERROR)),
                Attack.of(
                        "WINDOW_UPDATE of nothing",
                        "9113 6.9",
                        Script.http2(windowUpdate(0, 0)),
                        Ending.goAway(PROTOCOL_ERROR)),
                Attack.of(
                        "a body of 60,000 frames",
                        "9113 6.1",
                        Script.http2(post(1, AttackRoutes.FREE), joined(frames)),
                        Ending.answered(200)),
                Attack.of(
                        "windows that become negative and positive again",
                        "9113 6.9.2",
                        Script.http2(
                                get(1, AttackRoutes.LARGE),
                                repeated(joined(initialWindow(0), initialWindow(1_000)), 100),
                                reset(1)),
                        Ending.answered()));
    }

    private static List<Attack> resets() {
        return List.of(
                streams("requests that are given up at once", i -> joined(get(i, AttackRoutes.FIXED), reset(i))),
                streams("bodies that are given up at once", i -> joined(post(i, AttackRoutes.FREE), reset(i))),
                Attack.of(
                        "requests that are given up while they are answered, and one that is not",
                        "9113 5.4.2",
                        Script.http2(
                                        each(GIVEN_UP, i -> joined(get(i, AttackRoutes.FIXED), reset(i))),
                                        get(2 * GIVEN_UP + 1, AttackRoutes.FIXED))
                                .from(20),
                        new Ending.Answer(2 * GIVEN_UP + 1, 200)),
                madeToReset("WINDOW_UPDATE of nothing", i -> windowUpdate(i, 0)),
                madeToReset("a window that is too large", i -> repeated(windowUpdate(i, Integer.MAX_VALUE), 2)),
                madeToReset("PRIORITY of four bytes", i -> frame(PRIORITY, 0, i, new byte[4])),
                madeToReset("DATA behind its end", i -> frame(DATA, 0, i, (byte) 1)),
                madeToReset("HEADERS behind its end", i -> get(i, AttackRoutes.FIXED)),
                streams(
                        "malformed requests",
                        i -> frame(HEADERS, END_HEADERS | END_STREAM, i, Http2Wire.field("a", "b", false))),
                streams(
                        "bodies that are longer than they say",
                        i -> joined(
                                frame(
                                        HEADERS,
                                        END_HEADERS,
                                        i,
                                        Http2Wire.block("POST", AttackRoutes.FREE, "content-length", "1")),
                                frame(DATA, END_STREAM, i, new byte[2]))),
                streams("requests without bodies beyond the bound", i -> post(i, AttackRoutes.FREE)),
                Attack.of(
                        "one request more than may be open",
                        "9113 5.1.2",
                        Script.http2(each(OPEN_STREAMS + 1, i -> post(i, AttackRoutes.FREE))),
                        new Ending.Reset(2 * OPEN_STREAMS + 1, REFUSED_STREAM)));
    }

    private static List<Attack> sections() {
        byte[] begun = frame(HEADERS, END_STREAM, 1, Http2Wire.block("GET", AttackRoutes.FIXED));
        byte[] pad = frame(CONTINUATION, 0, 1, Http2Wire.field("a", "x".repeat(16_000), false));
        return List.of(
                Attack.of(
                        "CONTINUATION without end",
                        "9113 10.5.1",
                        Script.http2(begun, repeated(pad, 1_000)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "empty CONTINUATIONs without end",
                        "9113 10.5",
                        Script.http2(begun, repeated(frame(CONTINUATION, 0, 1), MANY)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "trailers of many CONTINUATIONs",
                        "9113 10.5",
                        Script.http2(
                                post(1, AttackRoutes.FREE),
                                frame(HEADERS, END_STREAM, 1),
                                repeated(frame(CONTINUATION, 0, 1), MANY)),
                        Ending.goAway(ENHANCE_YOUR_CALM)),
                Attack.of(
                        "CONTINUATION of no header section",
                        "9113 6.10",
                        Script.http2(frame(CONTINUATION, END_HEADERS, 1)),
                        Ending.goAway(PROTOCOL_ERROR)));
    }

    private static List<Attack> breaches() {
        byte[] longFrame = Arrays.copyOf(
                joined(new byte[] {
                    (byte) (LONGEST_FRAME_BYTES >>> 16), (byte) (LONGEST_FRAME_BYTES >>> 8), (byte) LONGEST_FRAME_BYTES
                }),
                Http2Wire.FRAME_HEADER_BYTES);
        return List.of(
                breach("a frame of 16 MiB", "9113 4.2", FRAME_SIZE_ERROR, longFrame),
                breach(
                        "PUSH_PROMISE of a client",
                        "9113 8.4",
                        PROTOCOL_ERROR,
                        frame(PUSH_PROMISE, END_HEADERS, 1, number(2))),
                breach("DATA of a stream that has not begun", "9113 5.1", PROTOCOL_ERROR, frame(DATA, 0, 1, (byte) 1)),
                breach("RST_STREAM of a stream that has not begun", "9113 5.1", PROTOCOL_ERROR, reset(1)),
                breach("an even stream", "9113 5.1.1", PROTOCOL_ERROR, get(2, AttackRoutes.FIXED)),
                breach(
                        "a stream below the last one",
                        "9113 5.1.1",
                        PROTOCOL_ERROR,
                        joined(get(5, AttackRoutes.FIXED), get(3, AttackRoutes.FIXED))),
                breach("PING of seven bytes", "9113 6.7", FRAME_SIZE_ERROR, frame(PING, 0, 0, new byte[7])),
                breach("SETTINGS of seven bytes", "9113 6.5", FRAME_SIZE_ERROR, frame(SETTINGS, 0, 0, new byte[7])),
                breach(
                        "DATA with more padding than bytes",
                        "9113 6.1",
                        PROTOCOL_ERROR,
                        joined(post(1, AttackRoutes.FREE), frame(DATA, PADDED, 1, (byte) 200, (byte) 1))),
                Attack.of(
                        "PING in the place of the first SETTINGS",
                        "9113 3.4",
                        Script.bareHttp2(Http2Wire.preface(), frame(PING, 0, 0, new byte[Long.BYTES])),
                        Ending.goAway(PROTOCOL_ERROR)));
    }

    private static Attack flood(String name, byte[] frame) {
        return Attack.of(name, "9113 10.5", Script.http2(repeated(frame, MANY)), Ending.goAway(ENHANCE_YOUR_CALM));
    }

    private static Attack breach(String name, String rfc, int code, byte[] frames) {
        return Attack.of(name, rfc, Script.http2(frames), Ending.goAway(code));
    }

    /** Many streams, which all end in the same way. */
    private static Attack streams(String name, IntFunction<byte[]> frames) {
        return Attack.of(name, "9113 10.5", Script.http2(each(STREAMS, frames)), Ending.goAway(ENHANCE_YOUR_CALM));
    }

    /** Many requests that the server has to reset itself; their answers wait for a window, so that none of them is over before. */
    private static Attack madeToReset(String name, IntFunction<byte[]> mistake) {
        return Attack.of(
                "requests that the server has to reset: " + name,
                "9113 5.4.2",
                Script.http2(each(STREAMS, i -> joined(get(i, AttackRoutes.FIXED), mistake.apply(i))))
                        .withSettings(setting(INITIAL_WINDOW_SIZE, 0)),
                Ending.goAway(ENHANCE_YOUR_CALM),
                Ending.goAway(STREAM_CLOSED));
    }

    private static byte[] each(int streams, IntFunction<byte[]> frames) {
        byte[][] all = new byte[streams][];
        Arrays.setAll(all, i -> frames.apply(2 * i + 1));
        return joined(all);
    }

    private static byte[] reset(int stream) {
        return frame(RST_STREAM, 0, stream, number(CANCEL));
    }

    private static byte[] windowUpdate(int stream, int increment) {
        return frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    private static byte[] initialWindow(int bytes) {
        return frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, bytes));
    }
}
