package dev.gatehouse.gateway.ws;

import io.helidon.common.buffers.DataReader;
import java.util.Arrays;

/**
 * Reads a client's frames (RFC 6455, section 5.2): a header, then its payload as it arrives, so that nothing is allocated for what a header only
 * announces. It judges nothing, and so can go on behind a frame that breaks the protocol. Every method may throw
 * {@link DataReader.InsufficientDataAvailableException} at the end of the connection, and other unchecked exceptions when it fails. Confined to the
 * connection's thread.
 */
final class FrameReader {
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int KEY_BYTES = 4;
    private static final int MIN_HEADER_BYTES = 2;
    private static final byte[] NOTHING = {};

    private final DataReader in;
    private final byte[] maskingKey = new byte[KEY_BYTES];
    /** Whether the current frame's masking key has not been read. */
    private boolean keyLeft;
    /** Where in the masking key the next byte of the payload lies. */
    private int keyAt;
    /** How much of the current frame's payload has not been read. */
    private long left;
    /** Whether the current frame is a close frame, right or wrong. */
    private boolean close;

    FrameReader(DataReader in) {
        this.in = in;
    }

    /** Waits for the next frame's header, which ends here with its length. The payload of the last frame must have been read. */
    FrameHeader next() {
        if (left > 0) {
            throw new IllegalStateException("the payload has not been read: " + left + " bytes are left");
        }
        readKey();
        int first = in.read();
        int second = in.read();
        int shortLength = second & 0x7F;
        long length = length(shortLength);
        left = length < 0 ? Long.MAX_VALUE : length;
        keyLeft = (second & 0x80) != 0;
        keyAt = 0;
        close = (first & 0xF) == OpCode.CLOSE.number();
        Arrays.fill(maskingKey, (byte) 0);
        return new FrameHeader(
                (first & 0x80) != 0, first >>> 4 & 0x7, first & 0xF, keyLeft, left, isWellFormed(shortLength, length));
    }

    /** Whether some of the current frame's payload has not been read. */
    boolean hasMore() {
        return left > 0;
    }

    /** Waits for more of the current frame's payload, and gives what has arrived. That is nothing only if there is no more. */
    byte[] more() {
        readKey();
        if (left == 0) {
            return NOTHING;
        }
        in.ensureAvailable();
        byte[] bytes = in.readBytes((int) Math.min(left, in.available()));
        left -= bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= maskingKey[keyAt];
            keyAt = (keyAt + 1) % KEY_BYTES;
        }
        return bytes;
    }

    /**
     * Throws away the rest of the current frame and those after it, up to the end of a close frame. Any bytes can be taken for frames.
     *
     * @param atMost so many bytes
     * @return whether there was a close frame within them
     */
    boolean skipToClose(long atMost) {
        long skipped = skip(atMost);
        while (!close && skipped < atMost) {
            var _ = next();
            skipped += MIN_HEADER_BYTES + skip(atMost - skipped);
        }
        return close && left == 0;
    }

    /** Throws away what is left of the current frame, but no more than that; returns how much it was. */
    private long skip(long atMost) {
        readKey();
        long skipped = 0;
        while (left > 0 && skipped < atMost) {
            in.ensureAvailable();
            int some = (int) Math.min(Math.min(left, atMost - skipped), in.available());
            in.skip(some);
            left -= some;
            skipped += some;
        }
        return skipped;
    }

    private void readKey() {
        if (keyLeft) {
            keyLeft = false;
            for (int i = 0; i < KEY_BYTES; i++) {
                maskingKey[i] = in.read();
            }
        }
    }

    private long length(int shortLength) {
        return switch (shortLength) {
            case LENGTH_OF_16_BITS -> number(2);
            case LENGTH_OF_64_BITS -> number(8);
            default -> shortLength;
        };
    }

    private long number(int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | (in.read() & 0xFF);
        }
        return number;
    }

    private static boolean isWellFormed(int shortLength, long length) {
        return switch (shortLength) {
            case LENGTH_OF_16_BITS -> length >= LENGTH_OF_16_BITS;
            case LENGTH_OF_64_BITS -> length > 0xFFFF;
            default -> true;
        };
    }
}
