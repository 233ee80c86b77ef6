package dev.gatehouse.gateway.ws;

/**
 * Checks incrementally that bytes are UTF-8 (RFC 3629). A wrong byte is reported with the piece that it is in. Characters may span pieces. Confined to
 * one thread.
 */
final class Utf8Check {
    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xBF;

    /** How many more bytes the current character needs. */
    private int needed;
    /** The bounds of the next of them. */
    private int lower = FIRST_CONTINUATION;

    private int upper = LAST_CONTINUATION;

    /** Checks the next piece; returns false if it has a byte that cannot be UTF-8. */
    boolean accepts(byte[] piece) {
        return accepts(piece, 0);
    }

    /** @param from the index at which the piece begins */
    boolean accepts(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            int next = bytes[i];
            boolean good = needed == 0 ? next >= 0 || begins(next & 0xFF) : goesOn(next & 0xFF);
            if (!good) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last character is complete. */
    boolean isComplete() {
        return needed == 0;
    }

    /** Begins a character. The bounds exclude overlong forms, surrogates, and what is above U+10FFFF. */
    private boolean begins(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return false;
        }
        needed = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        lower = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : FIRST_CONTINUATION;
        upper = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : LAST_CONTINUATION;
        return true;
    }

    private boolean goesOn(int next) {
        boolean good = next >= lower && next <= upper;
        needed--;
        lower = FIRST_CONTINUATION;
        upper = LAST_CONTINUATION;
        return good;
    }
}
