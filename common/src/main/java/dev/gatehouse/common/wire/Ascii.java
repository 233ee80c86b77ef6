package dev.gatehouse.common.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at bytes of ASCII: compares them with words in any case, and passes over what can be printed. Stateless. */
final class Ascii {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << (Byte.SIZE - 1);
    private static final long BLANKS = 0x2020_2020_2020_2020L;

    private Ascii() {}

    /** Whether bytes are a word. */
    static boolean equals(String lowerCase, byte[] bytes, int from, int to) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(bytes[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first byte, if any, that may be something else than a printable character or a blank (0x20 to 0x7e); before it there is none. Looks at eight bytes
     * at a time, and leaves the last ones to the caller.
     */
    static int skipPrintable(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(bytes, at);
            // Below 0x20 the first difference has its high bit set, from 0x80 on the byte itself, and for 0x7f the sum.
            if ((((eight - BLANKS) | eight | (eight + ONES)) & HIGH_BITS) != 0) {
                return at;
            }
            at += Long.BYTES;
        }
        return at;
    }

    static void toLowerCase(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) lower(bytes[i]);
        }
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
