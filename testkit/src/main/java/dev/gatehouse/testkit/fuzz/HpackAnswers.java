package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes the header blocks of answers as a client does whose table is as large as it has said, and no larger (RFC 7541, section 4.2). Not thread-safe.
 */
final class HpackAnswers {
    private final HpackTable table = new HpackTable();
    private int limit = HpackTable.DEFAULT_BYTES;
    private byte[] block = {};
    private int at;

    /** The gateway has acknowledged the size of the table. */
    void acknowledged(int bytes) {
        limit = bytes;
    }

    /** Throws {@link IllegalArgumentException} if it is malformed, or takes the table for larger than it is. */
    List<Field> decode(byte[] bytes) {
        block = bytes;
        at = 0;
        List<Field> fields = new ArrayList<>();
        while (at < block.length) {
            int first = octet();
            if (first >= HpackBlocks.INDEXED) {
                requireTable();
                fields.add(table.get(integer(first, 7)));
            } else if (first >= HpackBlocks.INDEXING) {
                requireTable();
                Field field = literal(integer(first, 6));
                fields.add(field);
                table.add(field);
            } else if (first >= HpackBlocks.UPDATE) {
                update(integer(first, 5), fields.isEmpty());
            } else {
                requireTable();
                fields.add(literal(integer(first, 4)));
            }
        }
        return fields;
    }

    private void update(int bytes, boolean inPlace) {
        if (!inPlace || bytes > limit) {
            throw new IllegalArgumentException("a size update to " + bytes + ", and the table has " + limit);
        }
        table.resize(bytes);
    }

    private void requireTable() {
        if (table.maxBytes() > limit) {
            throw new IllegalArgumentException("the table is " + limit + " now, and the block does not say so");
        }
    }

    private Field literal(int name) {
        return new Field(name == 0 ? string() : table.get(name).name(), string());
    }

    private String string() {
        int first = octet();
        int length = integer(first, 7);
        if (length > block.length - at) {
            throw new IllegalArgumentException("a string is longer than its block");
        }
        byte[] bytes = Arrays.copyOfRange(block, at, at + length);
        at += length;
        return new String(first < HpackBlocks.HUFFMAN ? bytes : HuffmanCode.decode(bytes), StandardCharsets.ISO_8859_1);
    }

    private int integer(int first, int prefixBits) {
        int max = (1 << prefixBits) - 1;
        int value = first & max;
        if (value < max) {
            return value;
        }
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            value = Math.addExact(value, Math.multiplyExact(next & 0x7f, 1 << shift));
            if (next < 0x80) {
                return value;
            }
        }
    }

    private int octet() {
        if (at >= block.length) {
            throw new IllegalArgumentException("the block ends within a field");
        }
        return block[at++] & 0xff;
    }
}
