package dev.gatehouse.gateway.hpack;

import static dev.gatehouse.gateway.hpack.Blocks.field;
import static dev.gatehouse.gateway.hpack.Blocks.fields;
import static dev.gatehouse.gateway.hpack.Blocks.hex;
import static dev.gatehouse.gateway.hpack.Blocks.literal;
import static dev.gatehouse.gateway.hpack.Blocks.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpackDecoderTest {
    private static final int LIST_BYTES = 16_384;
    private static final int STRING_BYTES = 8_192;
    /** Far more than any of these blocks needs, and far less than what a decoder without bounds takes for them. */
    private static final int MEMORY_BYTES = 256 * 1024;

    private final HpackDecoder decoder =
            new HpackDecoder(new HpackLimits(LIST_BYTES, 1_000, STRING_BYTES, HpackLimits.DEFAULT_TABLE_BYTES, 2));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "index 0                                  | 80",
                "index 62 while the table is empty        | be",
                "index 63 while the table has one field   | 4001610162 bf",
                "index 70                                 | c6",
                "index 2^31 - 1                           | ff80ffffff07",
                "name of index 62, to be indexed          | 7e00",
                "name of index 70, to be indexed          | 7f0700",
                "name of index 62, not to be indexed      | 0f2f00",
                "name of index 62, never to be indexed    | 1f2f00",
                "index 2^31                               | ff81ffffff07",
                "index of more than 32 bits               | ffffffffff7f",
                "index with six further octets            | ff808080808000",
                "size update with six further octets      | 3f808080808000",
                "length with six further octets           | 007f808080808000",
                "index without its further octets         | ff",
                "index without its last octet             | ff80",
                "size update without its further octets   | 3f",
                "name of an index without further octets  | 7f",
                "literal without a name                   | 40",
                "literal without a value                  | 400161",
                "literal without the name's octets        | 0003",
                "literal without the value's last octet   | 0001610361 62",
                "name of 2^28 - 1 octets                  | 007f80ffff7f61",
                "Huffman name of 2^28 - 1 octets          | 00ff80ffff7f61",
                "value of 2^31 - 1 octets                 | 0001617f80ffffff0761",
                "Huffman value of 2^31 - 1 octets         | 000161ff80ffffff0761",
                "Huffman value that is one octet short    | 00016183f2b2",
                "size update of one over the limit        | 3fe21f",
                "size update of 2^31 - 1                  | 3fe0ffffff07",
                "size update after an indexed field       | 8220",
                "size update after a literal              | 0001610020",
                "size update of the same size at the end  | 823fe11f",
                "three size updates                       | 202020",
                "three size updates before a field        | 203fe11f2082",
                "padding of eight bits in a value         | 0001618449509fff",
                "padding of 16 bits in a name             | 00831fffff00",
                "padding of zeros                         | 00016183495090",
                "padding that is almost right             | 000161811e",
                "nothing but padding of eight bits        | 00016181ff",
                "EOS                                      | 00016184ffffffff",
                "EOS among others                         | 000161874951fffffffa7f",
                "beginning of a longer code at the end    | 00016182fffe",
            })
    void malformedBlocksAreRefused(String title, String octets) {
        assertThatThrownBy(() -> Blocks.decode(decoder, hex(octets))).as(title).isInstanceOf(HpackException.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing                                  | ''",
                "size update alone                        | 20",
                "two size updates                         | 203fe11f",
                "size update with octets that add nothing | 3f80808000",
                "size update with five further octets     | 3f8080808000",
                "empty name and value, to be indexed      | 400000",
                "empty name and value                     | 000000",
                "empty Huffman name and value             | 008080",
            })
    void unusualBlocksAreTaken(String title, String octets) {
        assertThat(Blocks.decode(decoder, hex(octets))).as(title).isInstanceOf(HeaderBlock.Complete.class);
    }

    @Test
    void stringsAreOctets() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(hex("00 03 41203a 7f8101"));
        block.writeBytes(all);

        assertThat(fields(decoder, block.toByteArray()))
                .containsExactly(field("A :", new String(all, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void fieldsThatAreNeverIndexedAreKnown() {
        // password: a, name as a literal; authorization: a, name by index; both in no table.
        assertThat(fields(decoder, "10 08 70617373776f7264 01 61 1f 08 01 61"))
                .containsExactly(new HeaderField("password", "a", true), new HeaderField("authorization", "a", true));
        assertThat(table(decoder)).isEmpty();
    }

    @Test
    void namesOfTheStaticTableAreShared() {
        HeaderField field = fields(decoder, "5f 01 61").getFirst();

        assertThat(field.name())
                .isEqualTo("content-type")
                .isSameAs(StaticTable.get(31).name());
    }

    @Test
    void aFieldIsPrintedWithoutItsValue() {
        assertThat(field("authorization", "Bearer secret")).hasToString("authorization: (13 bytes)");
    }

    @Test
    void aTableThatIsInUseCanBeEmptied() {
        fields(decoder, "8286 41 01 61");
        assertThat(fields(decoder, "20 82")).containsExactly(field(":method", "GET"));
        assertThat(table(decoder)).isEmpty();
        // It is 0 until it is enlarged again.
        fields(decoder, "40 01 61 01 62");
        assertThat(table(decoder)).isEmpty();
        fields(decoder, "3fe11f 40 01 61 01 62");
        assertThat(table(decoder)).containsExactly(field("a", "b"));
    }

    @Test
    void aSmallerTableLosesItsOldestFields() {
        // Three fields of 34 octets each.
        fields(decoder, "40 01 61 01 31 40 01 61 01 32 40 01 61 01 33");
        // 68 are room for two, 67 for one.
        fields(decoder, "3f25");
        assertThat(table(decoder)).containsExactly(field("a", "3"), field("a", "2"));
        fields(decoder, "3f24");
        assertThat(table(decoder)).containsExactly(field("a", "3"));
        fields(decoder, "3fe11f");
        assertThat(table(decoder)).containsExactly(field("a", "3"));
    }

    @Test
    void aFieldMayThrowAllOthersOutOfTheTable() {
        for (String value : List.of("x".repeat(3_000), "y".repeat(3_000), "z".repeat(3_000))) {
            assertThat(fields(decoder, literal(0x40, "a", value))).containsExactly(field("a", value));
            assertThat(table(decoder)).containsExactly(field("a", value));
        }
    }

    @Test
    void aFieldThatIsLargerThanTheTableEmptiesIt() {
        fields(decoder, literal(0x40, "a", "b"));
        String large = "x".repeat(5_000);

        assertThat(fields(decoder, literal(0x40, "a", large))).containsExactly(field("a", large));
        assertThat(table(decoder)).isEmpty();
    }

    @Test
    void aFieldOfExactlyTheTableIsKept() {
        String value = "x".repeat(4_096 - 32 - 1);
        fields(decoder, literal(0x40, "a", "b"));
        fields(decoder, literal(0x40, "a", value));

        assertThat(table(decoder)).containsExactly(field("a", value));
    }

    @Test
    void aNameMayComeFromTheFieldThatIsThrownOut() {
        String name = "n".repeat(2_000);
        fields(decoder, literal(0x40, name, ""));
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x7e);
        Blocks.string(block, "x".repeat(2_500));

        assertThat(fields(decoder, block.toByteArray())).containsExactly(field(name, "x".repeat(2_500)));
        assertThat(table(decoder)).isEmpty();
    }

    @Test
    void theTableHoldsAsManyFieldsAsItsSizeAllows() {
        byte[] block = new byte[3 * 1_000];
        for (int i = 0; i < block.length; i += 3) {
            block[i] = 0x40;
        }
        fields(new HpackDecoder(new HpackLimits(100_000, 2_000, 4_096, 4_096, 2)), block);
        assertThat(Blocks.decode(decoder, block)).isInstanceOf(HeaderBlock.TooLarge.class);
        // 128 empty fields of 32: indices 62 to 189.
        assertThat(fields(decoder, "ff3e")).containsExactly(field("", ""));
        assertThatThrownBy(() -> Blocks.decode(decoder, hex("ff3f"))).isInstanceOf(HpackException.class);
    }

    @Test
    void aListIsBoundedByItsSize() {
        // name 1, overhead 32
        HpackDecoder small = new HpackDecoder(new HpackLimits(100, 10, 200, 50, 2));

        assertThat(fields(small, literal(0, "a", "x".repeat(67)))).hasSize(1);
        assertThat(Blocks.decode(small, literal(0, "a", "x".repeat(68))))
                .isEqualTo(new HeaderBlock.TooLarge(List.of()));
        // 42 + 38 + 34: the third is too much, and so are those after it, small ones as well.
        assertThat(Blocks.decode(small, hex("82 84 000161 02 6161 82")))
                .isEqualTo(new HeaderBlock.TooLarge(List.of(field(":method", "GET"), field(":path", "/"))));
    }

    @Test
    void aListIsBoundedByItsNumberOfFields() {
        HpackDecoder few = new HpackDecoder(new HpackLimits(10_000, 2, 200, 50, 2));

        assertThat(fields(few, "8282")).hasSize(2);
        assertThat(Blocks.decode(few, hex("828283")))
                .isEqualTo(new HeaderBlock.TooLarge(List.of(field(":method", "GET"), field(":method", "GET"))));
    }

    @Test
    void theTableIsRightAfterAListThatWasTooLarge() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
            block.writeBytes(literal(0x40, "n" + i, "x".repeat(1_900)));
        }
        block.writeBytes(hex("82 40 01 61 01 62 bf"));
        assertThat(Blocks.decode(decoder, block.toByteArray())).isInstanceOf(HeaderBlock.TooLarge.class);

        assertThat(table(decoder))
                .containsExactly(field("a", "b"), field("n9", "x".repeat(1_900)), field("n8", "x".repeat(1_900)));
    }

    @Test
    void theRestOfAListThatIsTooLargeHasToBeWellFormed() {
        byte[] tooLarge = new byte[2_000];
        Arrays.fill(tooLarge, (byte) 0x82);
        for (String malformed : List.of("80", "be", "00016181ff", "20", "0001")) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.writeBytes(tooLarge);
            block.writeBytes(hex(malformed));
            assertThatThrownBy(() -> Blocks.decode(decoder, block.toByteArray()))
                    .isInstanceOf(HpackException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "64", "16"})
    void aStringThatIsTooLongIsNotKept(int kind) {
        fields(decoder, literal(0x40, "a", "b"));
        String large = "x".repeat(STRING_BYTES + 1);
        for (byte[] block :
                List.of(literal(kind, "a", large), literal(kind, large, "a"), literal(kind, large, large))) {
            assertThat(Blocks.decode(decoder, block)).isEqualTo(new HeaderBlock.TooLarge(List.of()));
        }
        // It would have emptied the table if it was to be indexed.
        assertThat(table(decoder)).isEqualTo(kind == 0x40 ? List.of() : List.of(field("a", "b")));
        assertThat(fields(decoder, literal(0, "a", "x".repeat(STRING_BYTES)))).hasSize(1);
    }

    @Test
    void aHuffmanStringThatIsTooLongIsNotKept() {
        // Five bits of each octet.
        byte[] zeros = new byte[STRING_BYTES * 5 / 8];
        assertThat(fields(decoder, huffman(zeros)).getFirst().value()).isEqualTo("0".repeat(STRING_BYTES));
        assertThat(Blocks.decode(decoder, huffman(new byte[zeros.length + 5])))
                .isEqualTo(new HeaderBlock.TooLarge(List.of()));
    }

    private static byte[] huffman(byte[] encoded) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(hex("000161"));
        Blocks.integer(block, 0x80, 7, encoded.length);
        block.writeBytes(encoded);
        return block.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"82868441016100ff80ffff7fff", "828684410161007f80ffff7fff", "82868441016100016100ff80ffff7fff"})
    void lengthsThatLieCostNoMemory(String octets) {
        byte[] block = hex(octets);

        assertThat(allocatedBy(() -> {
                    try {
                        Blocks.decode(new HpackDecoder(Blocks.limits(4_096)), block);
                    } catch (HpackException e) {
                        return;
                    }
                    throw new AssertionError("not refused");
                }))
                .isLessThan(MEMORY_BYTES);
    }

    @Test
    void aRepeatedFieldCostsNoMemory() {
        byte[] repeated = new byte[64 * 1024];
        Arrays.fill(repeated, (byte) 0x90);
        byte[] large = literal(0x40, "a", "x".repeat(4_000));
        byte[] largeRepeated = Arrays.copyOf(large, 64 * 1024);
        Arrays.fill(largeRepeated, large.length, largeRepeated.length, (byte) 0xbe);

        for (byte[] block : List.of(repeated, largeRepeated)) {
            assertThat(allocatedBy(() -> assertTooLarge(block))).isLessThan(MEMORY_BYTES);
        }
    }

    private void assertTooLarge(byte[] block) {
        if (!(Blocks.decode(decoder, block) instanceof HeaderBlock.TooLarge)) {
            throw new AssertionError("not too large");
        }
    }

    /** By the second of two runs: the first one also loads classes. */
    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
