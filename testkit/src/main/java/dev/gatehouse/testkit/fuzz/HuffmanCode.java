package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The Huffman code of HPACK (RFC 7541, appendix B), written bit by bit. Stateless. */
final class HuffmanCode {
    static final int EOS = 256;
    private static final int MAX_PADDING_BITS = 7;

    /** Bits of each octet's code, and of EOS, in runs of a length and how often it comes. */
    private static final String LENGTHS = """
            13 23 28*7 24 30 28*2 30 28*8 30 28*9 6 10*2 12 13 6 8 11 10*2 8 11 8 6*3 5*3 6*7 7 8 15 6 12 10 13 6 7*22 8 7 8 13 19
            13 14 6 15 5 6 5 6 5 6*3 5 7*2 6*3 5 6 7 6 5*2 6 7*5 15 11 14 13 28 20 22 20*2 22*3 23 22 23*5 24 23 24*2 22 23 24
            23*4 21 22 23 22 23*2 24 22 21 20 22*2 23*2 21 23 22*2 24 21 22 23*2 21*2 22 21 23 22 23*2 20 22*3 23 22*2 23 26*2 20
            19 22 23 22 25 26*3 27*2 26 24 25 19 21 26 27*2 26 27 24 21*2 26*2 28 27*3 20 24 20 21 22 21*2 23 22*2 25*2 24*2 26 23
            26 27 26*2 27*5 28 27*5 26 30""";

    private static final int[] BITS = bits();
    private static final int[] CODES = codes();
    /** By length and code together. */
    private static final Map<Long, Integer> SYMBOLS = symbols();

    private HuffmanCode() {}

    private static int[] bits() {
        IntStream.Builder bits = IntStream.builder();
        for (String run : LENGTHS.split("\\s+", -1)) {
            int star = run.indexOf('*');
            int length = Integer.parseInt(star < 0 ? run : run.substring(0, star));
            for (int i = star < 0 ? 1 : Integer.parseInt(run.substring(star + 1)); i > 0; i--) {
                bits.add(length);
            }
        }
        return bits.build().toArray();
    }

    /** The code is canonical: shorter codes come first, and among those of a length the lower symbols. */
    private static int[] codes() {
        int[] codes = new int[BITS.length];
        int code = 0;
        int length = 0;
        for (int symbol : IntStream.rangeClosed(0, EOS)
                .boxed()
                .sorted((a, b) -> BITS[a] == BITS[b] ? a - b : BITS[a] - BITS[b])
                .toList()) {
            code <<= BITS[symbol] - length;
            length = BITS[symbol];
            codes[symbol] = code++;
        }
        return codes;
    }

    private static Map<Long, Integer> symbols() {
        Map<Long, Integer> symbols = new TreeMap<>();
        for (int symbol = 0; symbol <= EOS; symbol++) {
            symbols.put(key(BITS[symbol], CODES[symbol]), symbol);
        }
        return symbols;
    }

    private static long key(int bits, int code) {
        return (long) bits << Integer.SIZE | code;
    }

    static byte[] encode(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long bits = 0;
        int count = 0;
        for (byte octet : text) {
            int symbol = octet & 0xff;
            bits = bits << BITS[symbol] | CODES[symbol];
            count += BITS[symbol];
            while (count >= Byte.SIZE) {
                count -= Byte.SIZE;
                out.write((int) (bits >>> count));
            }
        }
        if (count > 0) {
            int padding = Byte.SIZE - count;
            out.write((int) (bits << padding | (1 << padding) - 1));
        }
        return out.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} if it is malformed. */
    static byte[] decode(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = 0;
        int count = 0;
        for (int at = 0; at < in.length * Byte.SIZE; at++) {
            code = code << 1 | (in[at / Byte.SIZE] >>> (Byte.SIZE - 1 - at % Byte.SIZE) & 1);
            count++;
            Integer symbol = SYMBOLS.get(key(count, code));
            if (symbol != null) {
                out.write(symbol);
                code = 0;
                count = 0;
            }
        }
        if (count > MAX_PADDING_BITS || code != (1 << count) - 1) {
            throw new IllegalArgumentException("a Huffman code is malformed");
        }
        return out.toByteArray();
    }
}
