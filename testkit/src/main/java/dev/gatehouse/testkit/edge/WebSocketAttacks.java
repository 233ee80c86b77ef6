package dev.gatehouse.testkit.edge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Clients of a WebSocket (RFC 6455) that break the protocol before they have said who they are. Each sends its own close frame behind that. */
final class WebSocketAttacks {
    /** Headers that ask for a WebSocket. */
    static final String UPGRADE = """
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            """.replace("\n", "\r\n");

    private static final int FIN = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int CODE = 1_000;
    private static final int MANY = 5_000;
    private static final int SWITCHING = 101;

    private WebSocketAttacks() {}

    static List<Attack> all() {
        byte[] deep = ("{\"a\":" + "[".repeat(10_000)).getBytes(StandardCharsets.US_ASCII);
        return List.of(
                ends("a frame with a reserved bit", "6455 5.2", frame(FIN | 0x40 | TEXT, new byte[0])),
                ends("an operation that there is not", "6455 5.2", frame(FIN | 0xb, new byte[0])),
                ends("a frame without a mask", "6455 5.1", new byte[] {(byte) (FIN | TEXT), 2, '{', '}'}),
                ends("a ping of 126 bytes", "6455 5.5", frame(FIN | PING, new byte[LENGTH_16])),
                ends("a ping in fragments", "6455 5.5", frame(PING, new byte[0])),
                ends("a fragment of no message", "6455 5.4", frame(FIN, new byte[0])),
                ends("text that is not UTF-8", "6455 8.1", frame(FIN | TEXT, (byte) 0xff)),
                ends("binary", "6455 5.6", frame(FIN | BINARY, new byte[1])),
                ends("text that is not JSON", "6455 7.4.2", frame(FIN | TEXT, (byte) '{')),
                ends("JSON of 10,000 levels", "6455 7.4.2", frame(FIN | TEXT, deep)),
                ends("pings without end", "6455 5.5.2", Http2Wire.repeated(frame(FIN | PING, new byte[0]), MANY)),
                ends(
                        "fragments without content without end",
                        "6455 5.4",
                        Http2Wire.joined(frame(TEXT, new byte[0]), Http2Wire.repeated(frame(0, new byte[0]), MANY))));
    }

    /** What follows counts as a part of the message, also a close frame: the server waits for one until its time is up. */
    static List<Attack> slow() {
        return List.of(
                ends("a message of 2^62 bytes", "6455 5.2", announced(1L << 62)),
                ends("a message of 2^63 bytes", "6455 5.2", announced(Long.MIN_VALUE)),
                ends("a message of 100 MB", "6455 5.2", announced(100_000_000)));
    }

    private static Attack ends(String name, String rfc, byte[] frames) {
        byte[] close = frame(FIN | CLOSE, (byte) (CODE >>> Byte.SIZE), (byte) CODE);
        return Attack.of(
                name,
                rfc,
                Script.http1(
                        Script.octets("GET /v1/connect HTTP/1.1\r\nHost: a\r\n" + UPGRADE + "\r\n"), frames, close),
                Ending.refused(SWITCHING));
    }

    /** A text of this length, of which nothing comes. */
    private static byte[] announced(long length) {
        return ByteBuffer.allocate(2 + Long.BYTES + Integer.BYTES)
                .put((byte) (FIN | TEXT))
                .put((byte) (MASKED | LENGTH_64))
                .putLong(length)
                .putInt(0)
                .array();
    }

    /** With a mask of zeros, which changes nothing. */
    private static byte[] frame(int head, byte... payload) {
        boolean small = payload.length < LENGTH_16;
        ByteBuffer frame = ByteBuffer.allocate(2 + (small ? 0 : Short.BYTES) + Integer.BYTES + payload.length)
                .put((byte) head)
                .put((byte) (MASKED | (small ? payload.length : LENGTH_16)));
        if (!small) {
            frame.putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).array();
    }
}
