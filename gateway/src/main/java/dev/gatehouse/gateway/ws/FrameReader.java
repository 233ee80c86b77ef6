package dev.gatehouse.gateway.ws;

import io.helidon.common.buffers.DataReader;
import java.util.Arrays;

/**
 * Reads a client's frames (RFC 6455, section 5.2): a header, then the payload piece by piece as it arrives, so that a header allocates nothing. It does
 * not check the protocol, so it can continue after a frame that breaks it. Every method throws
 * {@link io.helidon.webserver.CloseConnectionException} or {@link DataReader.InsufficientDataAvailableException} at the end of the connection. Confined
 * to the connection's thread.
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
    /** The index in the masking key for the next byte of the payload. */
    private int keyAt;
    /** How many bytes of the current frame's payload have not been read. */
    private long left;
    /** Whether the current frame is a close frame, valid or not. */
    private boolean close;

    FrameReader(DataReader in) {
        this.in = in;
    }

    /** Waits for the next frame's header up to its length; the masking key is read with the payload. The last payload must have been read. */
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

    /** Waits for more of the current frame's payload and returns what has arrived, unmasked; empty only at the end of the payload. */
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
     * Discards the rest of the current frame and the frames after it, up to the end of a close frame. Any bytes can be read as frames.
     *
     * @param atMost how many bytes to discard
     * @return whether a close frame was found
     */
    boolean skipToClose(long atMost) {
        long skipped = skip(atMost);
        while (!close && skipped < atMost) {
            var _ = next();
            skipped += MIN_HEADER_BYTES + skip(atMost - skipped);
        }
        return close && left == 0;
    }

    /** Discards the rest of the current frame, up to a number of bytes; returns how many were discarded. */
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
