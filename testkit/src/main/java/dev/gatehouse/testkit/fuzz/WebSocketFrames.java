package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the frames of a client (RFC 6455, section 5.2). Not thread-safe. */
final class WebSocketFrames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;
    static final int MASKED = 0x80;

    private static final int KEY_BYTES = 4;
    private static final int OF_16_BITS = 126;
    private static final int OF_64_BITS = 127;
    private static final int MAX_FRAGMENTS = 5;

    private final Dice dice;

    WebSocketFrames(Dice dice) {
        this.dice = dice;
    }

    /** @param first the first octet: flags and operation code */
    byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < OF_16_BITS) {
            out.write(MASKED | payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(MASKED | OF_16_BITS);
            out.write(payload.length >>> Byte.SIZE);
            out.write(payload.length);
        } else {
            out.write(MASKED | OF_64_BITS);
            out.writeBytes(
                    ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
        }
        byte[] key = dice.bytes(KEY_BYTES);
        out.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ key[i % KEY_BYTES]);
        }
        return out.toByteArray();
    }

    byte[] text(String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message in fragments that may cut a character, with control frames between them. */
    byte[] fragments(String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int i = dice.between(1, MAX_FRAGMENTS); i > 0; i--) {
            int to = at + dice.below(all.length - at + 1);
            out.writeBytes(frame(
                    at == 0 && out.size() == 0 ? TEXT : CONTINUATION,
                    ByteBuffer.wrap(all, at, to - at).slice()));
            at = to;
            if (dice.oneIn(4)) {
                out.writeBytes(frame(FIN | PONG, dice.bytes(dice.below(20))));
            }
        }
        out.writeBytes(frame(
                FIN | CONTINUATION, ByteBuffer.wrap(all, at, all.length - at).slice()));
        return out.toByteArray();
    }

    private byte[] frame(int first, ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return frame(first, bytes);
    }

    byte[] close(int code) {
        return frame(FIN | CLOSE, new byte[] {(byte) (code >>> Byte.SIZE), (byte) code});
    }
}
