package dev.gatehouse.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the fuzzer sends and how it reads what comes, apart from any gateway. */
class GrammarTest {
    private static final int INPUTS = 2_000;

    @Test
    void anInputIsTheSameWheneverItIsMade() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (int number = 0; number < INPUTS; number++) {
            FuzzCase one = input(7, number);
            FuzzCase other = input(7, number);
            kinds.add(Kind.any(new Dice(7, number)));

            assertThat(one.bytes()).isEqualTo(other.bytes());
            assertThat(one.expectation()).isEqualTo(other.expectation());
        }
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void anotherSeedMakesOtherInputs() {
        assertThat(input(7, 1).bytes()).isNotEqualTo(input(8, 1).bytes());
    }

    /** The examples of RFC 7541, appendix C.4.1. */
    @Test
    void aTextIsWrittenInTheHuffmanCodeAndReadAgain() {
        byte[] code = HexFormat.of().parseHex("f1e3c2e5f23a6ba0ab90f4ff");
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        assertThat(HuffmanCode.encode("www.example.com".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(code);
        assertThat(HuffmanCode.decode(HuffmanCode.encode(all))).isEqualTo(all);
        assertThatThrownBy(() -> HuffmanCode.decode(new byte[] {0})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blocksThatAreWrittenInAnyWayAreReadAsTheyWereMeant() {
        Dice dice = new Dice(3, 0);
        HpackBlocks blocks = new HpackBlocks(dice);
        HpackAnswers answers = new HpackAnswers();
        for (int i = 0; i < INPUTS; i++) {
            List<Field> fields = new ArrayList<>(Http2Grammar.request("GET", "/" + dice.word(3)));
            fields.add(new Field("x-" + dice.word(2), dice.word(dice.between(1, 6_000))));

            assertThat(answers.decode(blocks.encode(fields))).isEqualTo(fields);
        }
    }

    /** RFC 7541, section 4.2. */
    @Test
    void aBlockThatKnowsNothingOfASmallerTableIsRefused() {
        HpackAnswers answers = new HpackAnswers();
        answers.acknowledged(0);

        assertThatThrownBy(() -> answers.decode(new byte[] {(byte) 0x88})).hasMessageContaining("the table is 0 now");
        assertThat(answers.decode(new byte[] {0x20, (byte) 0x88})).containsExactly(new Field(":status", "200"));
    }

    private static FuzzCase input(long seed, long number) {
        Dice dice = new Dice(seed, number);
        return Kind.any(dice).input(dice);
    }
}
