package dev.gatehouse.gateway.hpack;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Encodes fields in every way that RFC 7541 allows, at random, and keeps the dynamic table as the decoder should. */
final class RandomEncoder {
    private static final List<String> NAMES =
            List.of(":method", ":path", "cookie", "a", "x-request-id", "authorization", "UPPER", "", "n\u00e9");

    private final Random random;
    private final int limitBytes;
    private int maxBytes;
    /** The latest first. */
    private final List<HeaderField> table = new ArrayList<>();

    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final List<HeaderField> fields = new ArrayList<>();

    RandomEncoder(Random random, int limitBytes) {
        this.random = random;
        this.limitBytes = limitBytes;
        this.maxBytes = limitBytes;
    }

    /** The next block of the connection. */
    byte[] next() {
        block.reset();
        fields.clear();
        for (int updates = random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0; updates > 0; updates--) {
            maxBytes = random.nextInt(limitBytes + 1);
            Blocks.integer(block, 0x20, 5, maxBytes);
            evict(maxBytes);
        }
        for (int count = random.nextInt(12); count > 0; count--) {
            field();
        }
        return block.toByteArray();
    }

    /** What the last block consists of. */
    List<HeaderField> fields() {
        return List.copyOf(fields);
    }

    private void field() {
        if (random.nextInt(3) == 0) {
            int index = 1 + random.nextInt(StaticTable.SIZE + table.size());
            Blocks.integer(block, 0x80, 7, index);
            fields.add(get(index));
            return;
        }
        int kind = random.nextInt(3);
        boolean indexing = kind == 0;
        int nameIndex = random.nextBoolean() ? 0 : 1 + random.nextInt(StaticTable.SIZE + table.size());
        String name = nameIndex == 0
                ? NAMES.get(random.nextInt(NAMES.size()))
                : get(nameIndex).name();
        Blocks.integer(block, indexing ? 0x40 : kind == 1 ? 0x10 : 0, indexing ? 6 : 4, nameIndex);
        if (nameIndex == 0) {
            string(name);
        }
        HeaderField field = new HeaderField(name, value(), kind == 1);
        string(field.value());
        fields.add(field);
        if (indexing) {
            evict(maxBytes - field.bytes());
            if (field.bytes() <= maxBytes) {
                table.addFirst(field);
            }
        }
    }

    private HeaderField get(int index) {
        return index <= StaticTable.SIZE ? StaticTable.get(index) : table.get(index - StaticTable.SIZE - 1);
    }

    private void evict(int allowedBytes) {
        while (!table.isEmpty() && table.stream().mapToInt(HeaderField::bytes).sum() > allowedBytes) {
            table.removeLast();
        }
    }

    private String value() {
        int length = random.nextInt(20) == 0 ? random.nextInt(2 * limitBytes) : random.nextInt(30);
        int characters = random.nextInt(4) == 0 ? 256 : 10;
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < length; i++) {
            value.append((char) (('0' + random.nextInt(characters)) % 256));
        }
        return value.toString();
    }

    private void string(String text) {
        if (random.nextBoolean()) {
            byte[] encoded = HuffmanCode.encode(text);
            Blocks.integer(block, 0x80, 7, encoded.length);
            block.writeBytes(encoded);
        } else {
            Blocks.integer(block, 0, 7, text.length());
            text.chars().forEach(block::write);
        }
    }
}
