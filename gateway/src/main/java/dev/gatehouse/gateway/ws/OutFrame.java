package dev.gatehouse.gateway.ws;

import java.nio.charset.StandardCharsets;

/**
 * A frame on its way to a client, as it goes over the wire (RFC 6455, section 5.2): never masked, never in fragments.
 *
 * @param head the frame's header, and the beginning of its payload
 * @param rest of the payload; not copied, and shared by all who get the same
 */
record OutFrame(byte[] head, byte[] rest) {
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int CODE_BYTES = 2;
    private static final byte[] NOTHING = {};

    static final OutFrame PING = control(FINAL_PING, NOTHING);

    /** A message, of which the end is shared. */
    static OutFrame text(byte[] beginning, byte[] rest) {
        return new OutFrame(withHeader(FINAL_TEXT, beginning, beginning.length + rest.length), rest);
    }

    static OutFrame text(byte[] message) {
        return text(NOTHING, message);
    }

    /** @param payload of the ping that it answers */
    static OutFrame pong(byte[] payload) {
        return control(FINAL_PONG, payload);
    }

    /** @param reason ASCII, at most 123 characters */
    static OutFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[CODE_BYTES + text.length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, CODE_BYTES, text.length);
        return control(FINAL_CLOSE, payload);
    }

    /** The answer to a close frame that told no code. */
    static OutFrame closeWithoutCode() {
        return control(FINAL_CLOSE, NOTHING);
    }

    int length() {
        return head.length + rest.length;
    }

    private static OutFrame control(int first, byte[] payload) {
        if (payload.length > MAX_CONTROL_BYTES) {
            throw new IllegalArgumentException("a control frame holds at most " + MAX_CONTROL_BYTES + " bytes");
        }
        return new OutFrame(withHeader(first, payload, payload.length), NOTHING);
    }

    private static byte[] withHeader(int first, byte[] beginning, int length) {
        int lengthBytes = length < LENGTH_OF_16_BITS ? 0 : length <= 0xFFFF ? 2 : 8;
        byte[] head = new byte[2 + lengthBytes + beginning.length];
        head[0] = (byte) first;
        head[1] = (byte) (lengthBytes == 0 ? length : lengthBytes == 2 ? LENGTH_OF_16_BITS : LENGTH_OF_64_BITS);
        for (int i = 0; i < lengthBytes; i++) {
            head[1 + lengthBytes - i] = (byte) ((long) length >>> (8 * i));
        }
        System.arraycopy(beginning, 0, head, 2 + lengthBytes, beginning.length);
        return head;
    }
}
