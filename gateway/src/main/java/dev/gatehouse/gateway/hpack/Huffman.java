package dev.gatehouse.gateway.hpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Huffman code of strings (RFC 7541, section 5.2 and appendix B). The code is canonical: the lengths of its codes say all. Codes of up to
 * {@link #SHORT_BITS} bits, which most text consists of, are found by one look-up; the others by their length.
 */
final class Huffman {
    private static final int EOS = 256;
    private static final int MAX_BITS = 30;
    private static final int SHORT_BITS = 10;
    private static final int MIN_BITS = 5;
    private static final int MAX_PADDING_BITS = 7;
    private static final int LENGTH_SHIFT = 8;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Bits of each octet's code, and of EOS. */
    private static final byte[] BITS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15,
        6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23,
        23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22,
        22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26,
        27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27,
        26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
    };

    /** All symbols in the order of their codes. */
    private static final int[] SYMBOLS = IntStream.rangeClosed(0, EOS)
            .boxed()
            .sorted((a, b) -> BITS[a] == BITS[b] ? a - b : BITS[a] - BITS[b])
            .mapToInt(Integer::intValue)
            .toArray();

    /** By length: the first code, and the first code that is longer, both filled up with zeros to {@link #MAX_BITS}. */
    private static final int[] FIRST = new int[MAX_BITS + 1];

    private static final int[] END = new int[MAX_BITS + 1];
    /** By length: where its symbols begin in {@link #SYMBOLS}. */
    private static final int[] OFFSET = new int[MAX_BITS + 1];

    /** By the next {@link #SHORT_BITS} bits: the symbol, and above it the bits of its code; 0 if the code is longer. */
    private static final short[] SHORT = new short[1 << SHORT_BITS];

    static {
        int code = 0;
        int at = 0;
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            FIRST[bits] = code;
            OFFSET[bits] = at;
            for (; at < SYMBOLS.length && BITS[SYMBOLS[at]] == bits; at++) {
                if (bits <= SHORT_BITS) {
                    int from = code >>> (MAX_BITS - SHORT_BITS);
                    Arrays.fill(SHORT, from, from + (1 << (SHORT_BITS - bits)), (short)
                            (bits << LENGTH_SHIFT | SYMBOLS[at]));
                }
                code += 1 << (MAX_BITS - bits);
            }
            END[bits] = code;
        }
    }

    private Huffman() {}

    /** How many octets so many can decode to at most. */
    static int maxDecoded(int encodedBytes) {
        return (int) (encodedBytes * 8L / MIN_BITS);
    }

    /**
     * Decodes a string. Returns its length, which may be more than there is room for; what is beyond is only counted.
     *
     * @throws HpackException if it contains EOS, or its padding is not the beginning of EOS or has more than 7 bits
     */
    static int decode(byte[] in, int from, int to, byte[] out) {
        int length = 0;
        int at = from;
        // The bits that come next, from the highest on, and how many they are. Fields in their place cost half as much
        // time again.
        long bits = 0;
        int count = 0;
        while (true) {
            if (count < MAX_BITS && to - at >= Integer.BYTES) {
                bits |= ((int) INTS.get(in, at) & 0xffff_ffffL) << (Integer.SIZE - count);
                count += Integer.SIZE;
                at += Integer.BYTES;
            } else if (count < MAX_BITS) {
                for (; at < to; at++) {
                    bits |= (in[at] & 0xffL) << (Long.SIZE - Byte.SIZE - count);
                    count += Byte.SIZE;
                }
                bits |= -1L >>> count;
                if (bits == -1L && count <= MAX_PADDING_BITS) {
                    return length;
                }
            }
            int code = SHORT[(int) (bits >>> (Long.SIZE - SHORT_BITS))];
            if (code == 0) {
                code = longCode((int) (bits >>> (Long.SIZE - MAX_BITS)));
            }
            bits <<= code >>> LENGTH_SHIFT;
            count -= code >>> LENGTH_SHIFT;
            if (count < 0) {
                throw new HpackException("the padding of a string is not the beginning of EOS");
            }
            if (length < out.length) {
                out[length] = (byte) code;
            }
            length++;
        }
    }

    /** The symbol that begins with these {@link #MAX_BITS} bits, and above it the length of its code. */
    private static int longCode(int next) {
        int length = SHORT_BITS + 1;
        while (next >= END[length]) {
            length++;
        }
        int symbol = SYMBOLS[OFFSET[length] + ((next - FIRST[length]) >>> (MAX_BITS - length))];
        if (symbol == EOS) {
            throw new HpackException("a string contains EOS, or its padding is too long");
        }
        return length << LENGTH_SHIFT | symbol;
    }
}
