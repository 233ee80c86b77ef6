package dev.gatehouse.testkit.fuzz;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A frame of HTTP/2 (RFC 9113, section 4.1).
 *
 * @param stream without the reserved bit
 */
record Http2Frame(int type, int flags, int stream, byte[] payload) {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 0x20;

    static final int HEADER_BYTES = 9;
    /** The most that the gateway takes and sends. */
    static final int MAX_PAYLOAD = 16_384;

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int number(int at) {
        return ByteBuffer.wrap(payload).getInt(at);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length << Byte.SIZE | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static Http2Frame read(DataInputStream in) throws IOException {
        int head = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = new byte[head >>> Byte.SIZE];
        in.readFully(payload);
        return new Http2Frame(head & 0xff, flags, stream, payload);
    }

    static Http2Frame windowUpdate(int stream, int bytes) {
        return new Http2Frame(WINDOW_UPDATE, 0, stream, number4(bytes));
    }

    /** @param pairs identifiers and values */
    static Http2Frame settings(int... pairs) {
        ByteBuffer payload = ByteBuffer.allocate(pairs.length / 2 * 6);
        for (int i = 0; i < pairs.length; i += 2) {
            payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
        }
        return new Http2Frame(SETTINGS, 0, 0, payload.array());
    }

    static byte[] number4(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
