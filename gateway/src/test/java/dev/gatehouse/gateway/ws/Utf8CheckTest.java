package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
    /** Bytes at which the rules change. */
    private static final List<Integer> EDGES = List.of(
            0, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF);

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.of(EDGES).list().ofMaxSize(8).map(Utf8CheckTest::bytes);
    }

    private static byte[] bytes(List<Integer> numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = numbers.get(i).byteValue();
        }
        return bytes;
    }

    @Property(tries = 20_000)
    void whatIsUtf8IsWhatTheJdkTakesForIt(@ForAll("bytes") byte[] bytes, @ForAll @IntRange(min = 0, max = 8) int cut) {
        Utf8Check check = new Utf8Check();
        int first = Math.min(cut, bytes.length);
        boolean good = check.accepts(Arrays.copyOf(bytes, first)) && check.accepts(bytes, first) && check.isComplete();
        assertThat(good).isEqualTo(isUtf8(bytes));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void aByteThatNoCharacterCanHaveIsRefusedAtOnce() {
        Utf8Check check = new Utf8Check();
        assertThat(check.accepts(new byte[] {(byte) 0xF4})).isTrue();
        assertThat(check.isComplete()).isFalse();
        assertThat(check.accepts(new byte[] {(byte) 0x90})).isFalse();
    }
}
