package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encodes fields in every way that HPACK has (RFC 7541, section 6), chosen at random. Not thread-safe. */
final class HpackBlocks {
    static final int INDEXED = 0x80;
    static final int INDEXING = 0x40;
    static final int UPDATE = 0x20;
    static final int NEVER = 0x10;
    static final int HUFFMAN = 0x80;

    private final Dice dice;
    private final HpackTable table = new HpackTable();

    HpackBlocks(Dice dice) {
        this.dice = dice;
    }

    /** A block that is well-formed. */
    byte[] encode(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        updates(out);
        fields.forEach(field -> field(out, field));
        return out.toByteArray();
    }

    int tableSize() {
        return table.size();
    }

    private void updates(ByteArrayOutputStream out) {
        if (dice.oneIn(4)) {
            update(out, dice.of(0, 0, dice.below(HpackTable.DEFAULT_BYTES)));
            if (dice.oneIn(2)) {
                update(out, dice.of(HpackTable.DEFAULT_BYTES, dice.below(HpackTable.DEFAULT_BYTES)));
            }
        }
    }

    private void update(ByteArrayOutputStream out, int bytes) {
        table.resize(bytes);
        integer(out, UPDATE, 5, bytes);
    }

    private void field(ByteArrayOutputStream out, Field field) {
        int both = table.indexOf(field);
        if (both > 0 && !dice.oneIn(5)) {
            integer(out, INDEXED, 7, both);
            return;
        }
        int name = dice.oneIn(5) ? 0 : table.indexOf(field.name());
        int kind = dice.of(INDEXING, INDEXING, 0, NEVER);
        integer(out, kind, kind == INDEXING ? 6 : 4, name);
        if (name == 0) {
            string(out, field.name());
        }
        string(out, field.value());
        if (kind == INDEXING) {
            table.add(field);
        }
    }

    private void string(ByteArrayOutputStream out, String text) {
        byte[] plain = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean huffman = dice.oneIn(2);
        byte[] bytes = huffman ? HuffmanCode.encode(plain) : plain;
        integer(out, huffman ? HUFFMAN : 0, 7, bytes.length);
        out.writeBytes(bytes);
    }

    /** An integer, sometimes with an octet more than it needs. */
    private void integer(ByteArrayOutputStream out, int kind, int prefixBits, int value) {
        number(out, kind, prefixBits, value, dice.oneIn(20));
    }

    /** @param longer whether an integer with further octets gets one more, of value 0 */
    static void number(ByteArrayOutputStream out, int kind, int prefixBits, long value, boolean longer) {
        int max = (1 << prefixBits) - 1;
        if (value < max) {
            out.write(kind | (int) value);
            return;
        }
        out.write(kind | max);
        long rest = value - max;
        for (; rest >= 0x80; rest >>>= 7) {
            out.write((int) ((rest & 0x7f) | 0x80));
        }
        out.write((int) (longer ? rest | 0x80 : rest));
        if (longer) {
            out.write(0);
        }
    }
}
