package dev.gatehouse.gateway.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares the decoder of strings with one that takes one bit at a time, and with the code as the RFC prints it. */
class HuffmanTest {
    private static final String ZERO = HuffmanCode.of('0');
    private static final String EOS = "1".repeat(30);
    private static final Map<String, Integer> SYMBOLS =
            IntStream.range(0, 256).boxed().collect(Collectors.toUnmodifiableMap(HuffmanCode::of, symbol -> symbol));

    @Test
    void everySymbolIsDecodedAtEveryPlaceInAnOctet() {
        SYMBOLS.forEach((code, symbol) -> {
            for (int before = 0; before < 8; before++) {
                String bits = ZERO.repeat(before) + code;
                assertThat(decoded(HuffmanCode.octets(bits, '1'))).contains("0".repeat(before) + (char) (int) symbol);
            }
        });
    }

    @Test
    void everyPaddingOfEverySymbolIsJudgedRightly() {
        for (String code : SYMBOLS.keySet()) {
            for (int before = 0; before < 8; before++) {
                String bits = ZERO.repeat(before) + code;
                int padding = (8 - bits.length() % 8) % 8;
                for (int value = 0; value < 1 << padding; value++) {
                    agrees(HuffmanCode.octets(bits + HuffmanCode.binary(value, padding), '0'));
                }
                for (int value = 0; value < 256; value++) {
                    // One octet more, behind the padding that is right.
                    agrees(HuffmanCode.octets(bits + "1".repeat(padding) + HuffmanCode.binary(value, 8), '0'));
                }
            }
        }
    }

    @Test
    void everyStringOfUpToTwoOctetsIsJudgedRightly() {
        agrees(new byte[0]);
        for (int first = 0; first < 256; first++) {
            agrees(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                agrees(new byte[] {(byte) first, (byte) second});
            }
        }
    }

    @Test
    void stringsAtRandomAreJudgedRightly() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] string = new byte[random.nextInt(40)];
            random.nextBytes(string);
            // Long codes begin with ones.
            int ones = random.nextInt(string.length + 1);
            Arrays.fill(string, ones, Math.min(string.length, ones + random.nextInt(4)), (byte) 0xff);
            agrees(string);
        }
    }

    @Test
    void eosIsRefusedAtEveryPlaceInAnOctet() {
        SYMBOLS.forEach((code, symbol) ->
                assertThat(decoded(HuffmanCode.octets(code + EOS, '1'))).isEmpty());
    }

    @Test
    void whatIsBeyondTheRoomIsCounted() {
        byte[] out = new byte[3];
        byte[] ten = HuffmanCode.octets("00000".repeat(10), '1');

        assertThat(Huffman.decode(ten, 0, ten.length, out)).isEqualTo(10);
        assertThat(out).containsOnly('0');
    }

    private static void agrees(byte[] string) {
        Optional<String> expected = expected(string);
        if (!decoded(string).equals(expected)) {
            assertThat(decoded(string)).as(HexFormat.of().formatHex(string)).isEqualTo(expected);
        }
    }

    private static Optional<String> decoded(byte[] string) {
        byte[] out = new byte[Huffman.maxDecoded(string.length)];
        try {
            // Not the only bytes there are.
            byte[] within = new byte[string.length + 10];
            Arrays.fill(within, (byte) 0x5a);
            System.arraycopy(string, 0, within, 5, string.length);
            int length = Huffman.decode(within, 5, 5 + string.length, out);
            return Optional.of(new String(out, 0, length, StandardCharsets.ISO_8859_1));
        } catch (HpackException e) {
            return Optional.empty();
        }
    }

    /** By the words of RFC 7541, section 5.2. */
    private static Optional<String> expected(byte[] string) {
        StringBuilder text = new StringBuilder();
        StringBuilder code = new StringBuilder();
        for (byte octet : string) {
            for (char bit : HuffmanCode.binary(octet & 0xff, 8).toCharArray()) {
                code.append(bit);
                Integer symbol = SYMBOLS.get(code.toString());
                if (symbol != null) {
                    text.append((char) (int) symbol);
                    code.setLength(0);
                }
            }
        }
        return code.length() <= 7 && EOS.startsWith(code.toString()) ? Optional.of(text.toString()) : Optional.empty();
    }
}
