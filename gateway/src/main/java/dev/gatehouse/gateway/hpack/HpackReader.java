package dev.gatehouse.gateway.hpack;

import java.nio.charset.StandardCharsets;

/** Reads the primitive types of a header block (RFC 7541, section 5). Not thread-safe. */
final class HpackReader {
    /** Octets that continue an integer: five are enough for one of 32 bits. */
    private static final int MAX_CONTINUATION_SHIFT = 4 * 7;

    private static final byte[] NOTHING = {};

    private final int maxStringBytes;
    private byte[] bytes = NOTHING;
    private int at;
    private int end;
    private boolean skippedString;

    /** @param maxStringBytes longer strings are skipped */
    HpackReader(int maxStringBytes) {
        this.maxStringBytes = maxStringBytes;
    }

    /** Begins to read a block. */
    void begin(byte[] block, int from, int to) {
        bytes = block;
        at = from;
        end = to;
    }

    /** Lets go of the block. */
    void end() {
        begin(NOTHING, 0, 0);
    }

    boolean hasMore() {
        return at < end;
    }

    /** The next octet, which is not read. There has to be one. */
    int peek() {
        return bytes[at] & 0xff;
    }

    int octet() {
        if (at >= end) {
            throw new HpackException("the block ends within a field");
        }
        return bytes[at++] & 0xff;
    }

    /**
     * The integer that begins in the lower bits of an octet that has been read.
     *
     * @throws HpackException if it is more than 2^31 - 1 or has more than five further octets
     */
    int integer(int first, int prefixBits) {
        int max = (1 << prefixBits) - 1;
        int prefix = first & max;
        return prefix < max ? prefix : continued(max);
    }

    private int continued(long prefix) {
        long value = prefix;
        for (int shift = 0; shift <= MAX_CONTINUATION_SHIFT; shift += 7) {
            int next = octet();
            value += (next & 0x7fL) << shift;
            if (next < 0x80) {
                return inBounds(value);
            }
        }
        throw new HpackException("an integer has too many octets");
    }

    private static int inBounds(long value) {
        if (value > Integer.MAX_VALUE) {
            throw new HpackException("an integer is too large");
        }
        return (int) value;
    }

    /** A string; empty if it is too long, see {@link #hasSkippedString}. */
    String string() {
        int first = octet();
        int length = integer(first, 7);
        if (length > end - at) {
            throw new HpackException("a string is longer than its block");
        }
        int from = at;
        at += length;
        return (first & 0x80) == 0 ? plain(from, length) : decoded(from, length);
    }

    private String plain(int from, int length) {
        if (length > maxStringBytes) {
            skippedString = true;
            return "";
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int from, int length) {
        byte[] room = new byte[Math.min(Huffman.maxDecoded(length), maxStringBytes)];
        int decoded = Huffman.decode(bytes, from, from + length, room);
        if (decoded > maxStringBytes) {
            skippedString = true;
            return "";
        }
        return new String(room, 0, decoded, StandardCharsets.ISO_8859_1);
    }

    /** Skips a string without a look at its content. */
    void skipString() {
        int length = integer(octet(), 7);
        if (length > end - at) {
            throw new HpackException("a string is longer than its block");
        }
        at += length;
    }

    /** Whether a string has been too long since the last call. */
    boolean hasSkippedString() {
        boolean skipped = skippedString;
        skippedString = false;
        return skipped;
    }
}
