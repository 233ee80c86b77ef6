package dev.gatehouse.gateway.hpack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Header blocks in tests. */
final class Blocks {
    private Blocks() {}

    static HpackLimits limits(int tableBytes) {
        return new HpackLimits(16_384, 100, 8_192, tableBytes, 2);
    }

    static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets.replace(" ", ""));
    }

    /** Appends an integer. */
    static void integer(ByteArrayOutputStream block, int kind, int prefixBits, int value) {
        int max = (1 << prefixBits) - 1;
        if (value < max) {
            block.write(kind | value);
            return;
        }
        block.write(kind | max);
        int rest = value - max;
        for (; rest >= 0x80; rest >>>= 7) {
            block.write(rest | 0x80);
        }
        block.write(rest);
    }

    /** Appends a string without Huffman coding. */
    static void string(ByteArrayOutputStream block, String text) {
        integer(block, 0, 7, text.length());
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A field whose name and value are literals. */
    static byte[] literal(int kind, String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(kind);
        string(block, name);
        string(block, value);
        return block.toByteArray();
    }

    static HeaderField field(String name, String value) {
        return new HeaderField(name, value);
    }

    static HeaderBlock decode(HpackDecoder decoder, byte[] block) {
        return decoder.decode(block, 0, block.length);
    }

    /** The fields of a block that is within the limits. */
    static List<HeaderField> fields(HpackDecoder decoder, byte[] block) {
        return switch (decode(decoder, block)) {
            case HeaderBlock.Complete complete -> complete.fields();
            case HeaderBlock.TooLarge tooLarge -> throw new AssertionError("too large: " + tooLarge);
        };
    }

    static List<HeaderField> fields(HpackDecoder decoder, String octets) {
        return fields(decoder, hex(octets));
    }

    /** The fields of the dynamic table as a client can name them, the latest first. */
    static List<HeaderField> table(HpackDecoder decoder) {
        List<HeaderField> table = new ArrayList<>();
        for (int index = StaticTable.SIZE + 1; ; index++) {
            byte[] indexed = {(byte) (0x80 | index)};
            try {
                table.addAll(fields(decoder, indexed));
            } catch (HpackException e) {
                return table;
            }
        }
    }
}
