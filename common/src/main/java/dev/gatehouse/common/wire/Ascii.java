package dev.gatehouse.common.wire;

/** Compares bytes with words of lower-case ASCII letters, whatever their case. Stateless. */
final class Ascii {
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

    static void toLowerCase(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) lower(bytes[i]);
        }
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
