package dev.gatehouse.testkit.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Frames (RFC 9113) and header blocks (RFC 7541) as bytes. Nothing is checked, so that anything can be said. Stateless. */
public final class Http2Wire {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;

    public static final int NO_ERROR = 0;
    public static final int PROTOCOL_ERROR = 1;
    public static final int FLOW_CONTROL_ERROR = 3;
    public static final int STREAM_CLOSED = 5;
    public static final int FRAME_SIZE_ERROR = 6;
    public static final int REFUSED_STREAM = 7;
    public static final int CANCEL = 8;
    public static final int COMPRESSION_ERROR = 9;
    public static final int ENHANCE_YOUR_CALM = 11;

    public static final int HEADER_TABLE_SIZE = 1;
    public static final int INITIAL_WINDOW_SIZE = 4;

    /** Of a frame, in bytes. */
    public static final int FRAME_HEADER_BYTES = 9;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int STRING_PREFIX_BITS = 7;
    /** Indices of the static table: names of pseudo headers. */
    private static final Map<String, Integer> PSEUDO = Map.of(":authority", 1, ":method", 2, ":path", 4, ":scheme", 6);

    private Http2Wire() {}

    /** What a client begins with (RFC 9113, section 3.4), without SETTINGS. */
    public static byte[] preface() {
        return PREFACE.getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole request without a body. */
    public static byte[] get(int stream, String path) {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, block("GET", path));
    }

    /** The beginning of a request with a body of JSON. */
    public static byte[] post(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, block("POST", path, "content-type", "application/json"));
    }

    public static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** One parameter of a SETTINGS frame. */
    public static byte[] setting(int id, int value) {
        return ByteBuffer.allocate(Short.BYTES + Integer.BYTES)
                .putShort((short) id)
                .putInt(value)
                .array();
    }

    /** A header section; names and values one after the other, none of them remembered. */
    public static byte[] block(String method, String path, String... headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(field(":method", method, false));
        out.writeBytes(field(":path", path, false));
        out.writeBytes(field(":scheme", "http", false));
        out.writeBytes(field(":authority", "a", false));
        for (int i = 0; i < headers.length; i += 2) {
            out.writeBytes(field(headers[i], headers[i + 1], false));
        }
        return out.toByteArray();
    }

    /**
     * A field as a literal; the names of pseudo-header fields by their index.
     *
     * @param indexed whether it goes into the table
     */
    public static byte[] field(String name, String value, boolean indexed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Integer index = PSEUDO.get(name);
        out.write((indexed ? 0x40 : 0) | (index == null ? 0 : index));
        if (index == null) {
            out.writeBytes(string(name));
        }
        out.writeBytes(string(value));
        return out.toByteArray();
    }

    /** A string as it is, without Huffman coding (RFC 7541, section 5.2). */
    public static byte[] string(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return joined(integer(0, STRING_PREFIX_BITS, octets.length), octets);
    }

    /**
     * An integer (RFC 7541, section 5.1).
     *
     * @param flags the bits of the first octet before its prefix
     * @param prefixBits of the first octet
     */
    public static byte[] integer(int flags, int prefixBits, long value) {
        int full = (1 << prefixBits) - 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (value < full) {
            out.write(flags | (int) value);
            return out.toByteArray();
        }
        out.write(flags | full);
        long rest = value - full;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] repeated(byte[] piece, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(piece.length * times);
        for (int i = 0; i < times; i++) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
