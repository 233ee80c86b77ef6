package dev.gatehouse.gateway.http2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A frame of HTTP/2 as it is on the wire (RFC 9113, section 4.1): nine bytes of header, and the payload.
 *
 * @param bytes all of it; not copied
 */
record Frame(byte[] bytes) {
    static final int HEADER_BYTES = 9;

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PUSH_PROMISE = 0x5;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY_FLAG = 0x20;

    static final int NO_ERROR = 0x0;
    static final int STREAM_CLOSED = 0x5;
    static final int CANCEL = 0x8;
    static final int SETTING_HEADER_TABLE_SIZE = 0x1;
    static final int SETTING_ENABLE_PUSH = 0x2;
    static final int SETTING_MAX_CONCURRENT_STREAMS = 0x3;
    static final int SETTING_INITIAL_WINDOW_SIZE = 0x4;
    static final int SETTING_MAX_FRAME_SIZE = 0x5;
    static final int SETTING_MAX_HEADER_LIST_SIZE = 0x6;
    static final int SETTING_BYTES = 6;

    /** A frame with a payload of 32-bit numbers. */
    static Frame of(int type, int stream, int... numbers) {
        Frame frame = new Frame(new byte[HEADER_BYTES + 4 * numbers.length]);
        frame.bytes[2] = (byte) (4 * numbers.length);
        frame.bytes[3] = (byte) type;
        frame.put(5, stream);
        for (int i = 0; i < numbers.length; i++) {
            frame.put(HEADER_BYTES + 4 * i, numbers[i]);
        }
        return frame;
    }

    /** A {@code DATA} frame. */
    static Frame data(int stream, byte[] payload, boolean last) {
        Frame frame = new Frame(new byte[HEADER_BYTES + payload.length]);
        frame.bytes[0] = (byte) (payload.length >>> 16);
        frame.bytes[1] = (byte) (payload.length >>> 8);
        frame.bytes[2] = (byte) payload.length;
        frame.bytes[3] = DATA;
        frame.bytes[4] = (byte) (last ? END_STREAM : 0);
        frame.put(5, stream);
        System.arraycopy(payload, 0, frame.bytes, HEADER_BYTES, payload.length);
        return frame;
    }

    /** A frame with another payload, of the same type, flags and stream as one. */
    static Frame withPayload(Frame like, byte[] payload) {
        Frame frame = data(like.stream(), payload, false);
        frame.bytes[3] = like.bytes[3];
        frame.bytes[4] = like.bytes[4];
        return frame;
    }

    /**
     * A header block in a {@code HEADERS} frame and as many {@code CONTINUATION} frames as it needs: everybody takes frames of {@link
     * Http2Bounds#MAX_FRAME_BYTES} (RFC 9113, section 4.2).
     */
    static byte[] headerSection(int stream, byte[] block, boolean last) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream(block.length + HEADER_BYTES);
        int at = 0;
        do {
            int to = Math.min(block.length, at + Http2Bounds.MAX_FRAME_BYTES);
            frames.writeBytes(headers(stream, block, at, to, last).bytes);
            at = to;
        } while (at < block.length);
        return frames.toByteArray();
    }

    /** A {@code HEADERS} frame, or a {@code CONTINUATION} of it, with a part of a header block. */
    private static Frame headers(int stream, byte[] block, int from, int to, boolean last) {
        Frame frame = data(stream, Arrays.copyOfRange(block, from, to), last && from == 0);
        frame.bytes[3] = (byte) (from == 0 ? HEADERS : CONTINUATION);
        frame.bytes[4] |= (byte) (to == block.length ? END_HEADERS : 0);
        return frame;
    }

    /** What the header says of the payload's length. */
    int length() {
        return (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff);
    }

    int type() {
        return bytes[3] & 0xff;
    }

    boolean has(int flag) {
        return (bytes[4] & flag) != 0;
    }

    int stream() {
        return number(5) & Integer.MAX_VALUE;
    }

    /** The 32-bit number at a place. */
    int number(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    void put(int at, int number) {
        ByteBuffer.wrap(bytes).putInt(at, number);
    }

    /** The last value of a setting in a {@code SETTINGS} frame, which counts. */
    OptionalLong setting(int id) {
        OptionalLong value = OptionalLong.empty();
        for (int at = HEADER_BYTES; at + SETTING_BYTES <= bytes.length; at += SETTING_BYTES) {
            if (number(at) >>> 16 == id) {
                value = OptionalLong.of(number(at + 2) & 0xffff_ffffL);
            }
        }
        return value;
    }

    /** A {@code SETTINGS} frame with the settings that Helidon needs to know: of the others {@link Http2Writes} takes care. */
    Frame forHelidon() {
        byte[] kept = Arrays.copyOf(bytes, bytes.length);
        int end = HEADER_BYTES;
        for (int at = HEADER_BYTES; at + SETTING_BYTES <= bytes.length; at += SETTING_BYTES) {
            int id = number(at) >>> 16;
            if (id == SETTING_INITIAL_WINDOW_SIZE || id == SETTING_MAX_FRAME_SIZE) {
                System.arraycopy(bytes, at, kept, end, SETTING_BYTES);
                end += SETTING_BYTES;
            }
        }
        return withPayload(this, Arrays.copyOfRange(kept, HEADER_BYTES, end));
    }

    /** How much of the payload of a padded {@code DATA} frame is no data: the padding and the byte that tells its length. */
    int paddingBytes() {
        return length() == 0 ? 0 : 1 + (bytes[HEADER_BYTES] & 0xff);
    }

    /** The same {@code DATA} frame without its padding. */
    Frame withoutPadding() {
        int data = length() - paddingBytes();
        byte[] plain = Arrays.copyOf(bytes, HEADER_BYTES + data);
        System.arraycopy(bytes, HEADER_BYTES + 1, plain, HEADER_BYTES, data);
        plain[0] = (byte) (data >>> 16);
        plain[1] = (byte) (data >>> 8);
        plain[2] = (byte) data;
        plain[4] &= (byte) ~PADDED;
        return new Frame(plain);
    }
}
