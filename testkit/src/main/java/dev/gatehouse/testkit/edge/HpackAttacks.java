package dev.gatehouse.testkit.edge;

import static dev.gatehouse.testkit.edge.Http2Wire.COMPRESSION_ERROR;
import static dev.gatehouse.testkit.edge.Http2Wire.CONTINUATION;
import static dev.gatehouse.testkit.edge.Http2Wire.END_HEADERS;
import static dev.gatehouse.testkit.edge.Http2Wire.END_STREAM;
import static dev.gatehouse.testkit.edge.Http2Wire.ENHANCE_YOUR_CALM;
import static dev.gatehouse.testkit.edge.Http2Wire.HEADERS;
import static dev.gatehouse.testkit.edge.Http2Wire.HEADER_TABLE_SIZE;
import static dev.gatehouse.testkit.edge.Http2Wire.field;
import static dev.gatehouse.testkit.edge.Http2Wire.frame;
import static dev.gatehouse.testkit.edge.Http2Wire.integer;
import static dev.gatehouse.testkit.edge.Http2Wire.joined;
import static dev.gatehouse.testkit.edge.Http2Wire.repeated;
import static dev.gatehouse.testkit.edge.Http2Wire.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Header blocks (RFC 7541) that lie, grow when they are decoded, or play with the table. */
final class HpackAttacks {
    private static final int TABLE_BYTES = 4_096;
    private static final int FRAME_BYTES = 16_384;
    /** {@code accept-encoding: gzip, deflate} of the static table. */
    private static final byte ACCEPT_ENCODING = (byte) 0x90;
    /** The latest entry of the dynamic table. */
    private static final byte LATEST = (byte) (0x80 | 62);
    /** The literal of a field whose name and value follow, not indexed. */
    private static final byte LITERAL = 0;

    private static final byte HUFFMAN = (byte) 0x80;
    private static final int STRING_BITS = 7;
    private static final int INDEX_BITS = 7;
    private static final int UPDATE_BITS = 5;
    private static final int UPDATE = 0x20;
    private static final int INDEXED = 0x80;
    private static final int CODE_BITS_OF_A = 5;
    private static final int CODE_OF_A = 3;

    private HpackAttacks() {}

    static List<Attack> all() {
        List<Attack> attacks = new ArrayList<>(sizeUpdates());
        attacks.addAll(lies());
        attacks.addAll(growth());
        attacks.addAll(tables());
        attacks.addAll(paddings());
        return attacks;
    }

    private static List<Attack> sizeUpdates() {
        return List.of(
                broken("an update of the table behind the fields", "7541 4.2", joined(base(), update(0))),
                honest(
                        "an entry, and then a table of no size",
                        "7541 4.3",
                        2,
                        i -> i == 0 ? indexed("x", 100) : joined(update(0), base())),
                honest(
                        "a table that is emptied and filled again and again",
                        "7541 4.3",
                        100,
                        i -> joined(update(0), update(TABLE_BYTES), indexed("x", 3_000))),
                honest(
                        "a table that shrinks below its entries",
                        "7541 4.3",
                        100,
                        i -> joined(update(i % 2 == 0 ? TABLE_BYTES : 64), indexed("x", 1_000))),
                broken("three updates of the table", "7541 4.2", joined(update(0), update(1), update(2), base())),
                broken(
                        "a block of nothing but updates",
                        "7541 4.2",
                        joined(repeated(update(0), FRAME_BYTES - base().length), base())),
                broken("a table larger than announced", "7541 4.2", joined(update(TABLE_BYTES + 1), base())),
                broken("an update of 2^62", "7541 4.2", joined(update(1L << 62), base())),
                broken(
                        "an update whose integer does not end",
                        "7541 5.1",
                        joined(new byte[] {UPDATE | 31}, repeated(new byte[] {HUFFMAN}, 1_000))));
    }

    private static List<Attack> lies() {
        return List.of(
                broken("a Huffman-coded name of 268,435,455 bytes", "7541 5.2", lie(true, 268_435_455L)),
                broken("a Huffman-coded name of 2^31 - 1 bytes", "7541 5.2", lie(true, Integer.MAX_VALUE)),
                broken("a name of 268,435,455 bytes", "7541 5.2", lie(false, 268_435_455L)),
                broken("a name of 2^32 bytes", "7541 5.2", lie(false, 1L << 32)),
                broken("a name of 2^63 - 1 bytes", "7541 5.2", lie(false, Long.MAX_VALUE)),
                broken("a value of 268,435,455 bytes", "7541 5.2", valueLie(0)),
                broken("a Huffman-coded value of 268,435,455 bytes", "7541 5.2", valueLie(HUFFMAN & 0xff)),
                broken(
                        "a length whose integer does not end",
                        "7541 5.1",
                        joined(base(), new byte[] {LITERAL, 0x7f}, repeated(new byte[] {HUFFMAN}, 1_000))),
                broken("index 0", "7541 6.1", joined(base(), new byte[] {(byte) INDEXED})),
                broken("an index beyond the table", "7541 2.3.3", joined(base(), integer(INDEXED, INDEX_BITS, 63))),
                broken("an index of 2^31", "7541 2.3.3", joined(base(), integer(INDEXED, INDEX_BITS, 1L << 31))),
                broken("a block that ends within a field", "9113 4.3", joined(base(), new byte[] {LITERAL, 1, 'a', 9
                })));
    }

    private static List<Attack> growth() {
        byte[] field = repeated(new byte[] {ACCEPT_ENCODING}, FRAME_BYTES - base().length);
        byte[] named = joined(base(), field("a", "x".repeat(4_000), true));
        byte[] again = repeated(new byte[] {LATEST}, FRAME_BYTES - named.length);
        return List.of(
                tooLarge("one field 16,368 times", 1, joined(base(), field)),
                tooLarge("the same on 100 streams", 100, joined(base(), field)),
                tooLarge("an entry of 4,000 bytes 12,000 times", 1, joined(named, again)),
                tooLarge("the same on 100 streams with an entry each", 100, joined(named, again)),
                tooLarge("201 fields", 1, joined(base(), repeated(field("a", "", false), 201))),
                tooLarge("4,000 fields of no length", 1, joined(base(), repeated(field("a", "", false), 4_000))),
                Attack.of(
                        "64 CONTINUATIONs of one field again and again",
                        "9113 10.5.1",
                        Script.http2(
                                frame(HEADERS, END_STREAM, 1, joined(base(), field)),
                                repeated(
                                        frame(CONTINUATION, 0, 1, repeated(new byte[] {ACCEPT_ENCODING}, FRAME_BYTES)),
                                        64)),
                        Ending.goAway(ENHANCE_YOUR_CALM)));
    }

    private static List<Attack> tables() {
        return List.of(
                honest(
                        "a header of 3,000 bytes that changes",
                        "7541 4.4",
                        20,
                        i -> indexed(Character.toString('a' + i), 3_000)),
                honest("an entry larger than the table", "7541 4.4", 20, i -> indexed("x", TABLE_BYTES + 1_000)),
                honest(
                        "pseudo-header fields whose names are literals",
                        "7541 6.2",
                        1,
                        i -> joined(
                                new byte[] {LITERAL},
                                Http2Wire.string(":method"),
                                Http2Wire.string("GET"),
                                Arrays.copyOfRange(base(), field(":method", "GET", false).length, base().length))),
                Attack.of(
                        "a client without a table",
                        "7541 4.2",
                        Script.http2(
                                        Http2Wire.get(1, AttackRoutes.FIXED),
                                        Http2Wire.get(3, "/none"),
                                        Http2Wire.get(5, "/none"))
                                .withSettings(setting(HEADER_TABLE_SIZE, 0)),
                        Ending.answered(200, 404, 404)));
    }

    /** The code of {@code a} has five bits: so many of them leave each number of bits to be padded. */
    private static List<Attack> paddings() {
        List<Attack> attacks = new ArrayList<>();
        attacks.add(honest(
                "each padding of a Huffman string", "7541 5.2", Byte.SIZE, i -> joined(base(), huffman(i + 1, 0))));
        for (int letters = 1; letters < Byte.SIZE; letters++) {
            int bits = Byte.SIZE - letters * CODE_BITS_OF_A % Byte.SIZE;
            attacks.add(broken(
                    "%d bits of padding, the last of them 0".formatted(bits),
                    "7541 5.2",
                    joined(base(), huffman(letters, 1))));
        }
        byte[] whole = {LITERAL, 1, 'a', (byte) (HUFFMAN | 6), 0x18, (byte) 0xc6, 0x31, (byte) 0x8c, 0x63, (byte) 0xff};
        attacks.add(broken("a whole byte of padding", "7541 5.2", joined(base(), whole)));
        byte[] eos = {LITERAL, 1, 'a', (byte) (HUFFMAN | 4), -1, -1, -1, -1};
        attacks.add(broken("the end of a string within a string", "7541 5.2", joined(base(), eos)));
        return attacks;
    }

    /** A field whose value is so many letters, Huffman-coded and padded; some bits of the padding are turned. */
    private static byte[] huffman(int letters, int turned) {
        long bits = 0;
        for (int i = 0; i < letters; i++) {
            bits = bits << CODE_BITS_OF_A | CODE_OF_A;
        }
        int length = (letters * CODE_BITS_OF_A + Byte.SIZE - 1) / Byte.SIZE;
        int padding = length * Byte.SIZE - letters * CODE_BITS_OF_A;
        bits = bits << padding | (((1L << padding) - 1) ^ turned);
        byte[] value = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            value[i] = (byte) bits;
            bits >>>= Byte.SIZE;
        }
        return joined(new byte[] {LITERAL, 1, 'a', (byte) (HUFFMAN | length)}, value);
    }

    private static byte[] lie(boolean huffman, long length) {
        return joined(base(), new byte[] {LITERAL}, integer(huffman ? HUFFMAN & 0xff : 0, STRING_BITS, length));
    }

    private static byte[] valueLie(int flags) {
        return joined(
                base(), new byte[] {LITERAL, 1, 'a'}, integer(flags, STRING_BITS, 268_435_455L), new byte[] {'b'});
    }

    private static byte[] update(long bytes) {
        return integer(UPDATE, UPDATE_BITS, bytes);
    }

    /** A request, and a field of its own that goes into the table. */
    private static byte[] indexed(String letter, int length) {
        return joined(base(), field("a", letter.repeat(length), true));
    }

    private static byte[] base() {
        return Http2Wire.block("GET", AttackRoutes.FIXED);
    }

    private static byte[] request(int stream, byte[] block) {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, block);
    }

    private static Attack broken(String name, String rfc, byte[] block) {
        return Attack.of(name, rfc, Script.http2(request(1, block)), Ending.goAway(COMPRESSION_ERROR));
    }

    private static Attack tooLarge(String name, int requests, byte[] block) {
        return Attack.of(name, "9113 10.5.1", requests(requests, i -> block), Ending.answeredAlike(413, requests));
    }

    private static Attack honest(String name, String rfc, int requests, IntFunction<byte[]> blocks) {
        return Attack.of(name, rfc, requests(requests, blocks), Ending.answeredAlike(200, requests));
    }

    private static Script requests(int requests, IntFunction<byte[]> blocks) {
        byte[][] frames = new byte[requests][];
        Arrays.setAll(frames, i -> request(2 * i + 1, blocks.apply(i)));
        return Script.http2(joined(frames));
    }
}
