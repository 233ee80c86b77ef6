package dev.gatehouse.benchmarks.websocket;

import java.nio.charset.StandardCharsets;

/** Writes the frames of a client (RFC 6455, section 5.2): short, masked, in one piece. */
final class Frames {
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int TEXT = 0x1;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int MAX_BYTES = 0xFFFF;
    /** Always the same, because nothing between this client and the gateway could be harmed. */
    private static final byte[] MASK = {0x3A, 0x55, 0x1C, 0x66};

    private Frames() {}

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] close(int code) {
        return frame(CLOSE, new byte[] {(byte) (code >>> 8), (byte) code});
    }

    static byte[] frame(int opCode, byte[] payload) {
        if (payload.length > MAX_BYTES) {
            throw new IllegalArgumentException("at most " + MAX_BYTES + " bytes");
        }
        boolean small = payload.length < SHORT;
        int head = small ? 2 : 4;
        byte[] frame = new byte[head + MASK.length + payload.length];
        frame[0] = (byte) (FINAL | opCode);
        frame[1] = (byte) (MASKED | (small ? payload.length : SHORT));
        if (!small) {
            frame[2] = (byte) (payload.length >>> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(MASK, 0, frame, head, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[head + MASK.length + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }
}
