package dev.gatehouse.gateway.ws;

/**
 * Tells whether bytes are UTF-8 (RFC 3629) while they come in pieces, as soon as one of them cannot be. Characters may lie across pieces. Confined
 * to one thread.
 */
final class Utf8Check {
    private static final int FIRST_CONTINUATION = 0x80;
    private static final int LAST_CONTINUATION = 0xBF;

    /** How many bytes the current character still needs. */
    private int needed;
    /** What the next of them has to be. */
    private int lower = FIRST_CONTINUATION;

    private int upper = LAST_CONTINUATION;

    /** Takes the next piece in; false if no bytes behind it can make it UTF-8. */
    boolean accepts(byte[] piece) {
        return accepts(piece, 0);
    }

    /** @param from where the piece begins */
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

    /** Whether the last character is there as a whole. */
    boolean isComplete() {
        return needed == 0;
    }

    /** Leaves out what would be too long a form, a surrogate, or above U+10FFFF. */
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
