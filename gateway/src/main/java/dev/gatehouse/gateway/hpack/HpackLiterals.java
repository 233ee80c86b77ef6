package dev.gatehouse.gateway.hpack;

import java.util.Arrays;
import java.util.List;

/**
 * Encodes lists of fields without a dynamic table and without Huffman coding (RFC 7541), so that any decoder with any table takes them in any order.
 * What the static table has is named by its index, which is the only way for pseudo-header fields; a field that is never indexed stays so.
 */
public final class HpackLiterals {
    private static final int INDEXED = 0x80;
    private static final int NEVER_INDEXED = 0x10;
    /** What a field takes beside its name and value at most: one octet, and two lengths of six. */
    private static final int MAX_OVERHEAD_BYTES = 13;

    private final byte[] out;
    private int at;

    private HpackLiterals(byte[] out, int at) {
        this.out = out;
        this.at = at;
    }

    /**
     * The header block, after room for what the caller puts in front of it. Characters that are no octets are cut to their lower eight bits.
     *
     * @param reserved octets in front of the block
     */
    public static byte[] encode(List<HeaderField> fields, int reserved) {
        int size = reserved;
        for (HeaderField field : fields) {
            size += field.name().length() + field.value().length() + MAX_OVERHEAD_BYTES;
        }
        HpackLiterals block = new HpackLiterals(new byte[size], reserved);
        for (HeaderField field : fields) {
            block.field(field);
        }
        return Arrays.copyOf(block.out, block.at);
    }

    private void field(HeaderField field) {
        int name = StaticTable.indexOf(field.name());
        int both = name == 0 || field.neverIndexed() ? 0 : StaticTable.indexOf(name, field.name(), field.value());
        if (both > 0) {
            integer(INDEXED, 7, both);
            return;
        }
        integer(field.neverIndexed() ? NEVER_INDEXED : 0, 4, name);
        if (name == 0) {
            string(field.name());
        }
        string(field.value());
    }

    private void integer(int kind, int prefixBits, int value) {
        int max = (1 << prefixBits) - 1;
        if (value < max) {
            out[at++] = (byte) (kind | value);
            return;
        }
        out[at++] = (byte) (kind | max);
        int rest = value - max;
        for (; rest >= 0x80; rest >>>= 7) {
            out[at++] = (byte) (rest | 0x80);
        }
        out[at++] = (byte) rest;
    }

    // The only copy of a string to its place that makes no array in between.
    @SuppressWarnings("deprecation")
    private void string(String text) {
        integer(0, 7, text.length());
        text.getBytes(0, text.length(), out, at);
        at += text.length();
    }
}
