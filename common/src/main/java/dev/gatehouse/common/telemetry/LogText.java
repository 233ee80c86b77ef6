package dev.gatehouse.common.telemetry;

/**
 * Text made fit for a line of the log. A character stays as it is if it can be seen and is read from left to right: letters, digits,
 * punctuation, symbols and the space. Every other one is escaped, as {@code \n}, {@code \r}, {@code \t}, {@code \\} or {@code \u202e}: it could
 * end the line, command a terminal, hide something or change the order in which the line is read.
 */
final class LogText {
    /** Characters that Unicode counts among the letters and symbols although they are drawn as nothing. */
    private static final String BLANKS = "\u115f\u1160\u2800\u3164\uffa0";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private LogText() {}

    /** Whether the text has at most so many characters, all of them printable ASCII other than the backslash, and so can be taken as it is. */
    static boolean isPlain(String text, int maxChars) {
        int length = text.length();
        if (length > maxChars) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Appends the text, escaped; says how much is left out if it has more than so many characters. */
    static void append(StringBuilder line, String text, int maxChars) {
        if (isPlain(text, maxChars)) {
            line.append(text);
            return;
        }
        int end = end(text, maxChars);
        for (int i = 0; i < end; ) {
            int codePoint = text.codePointAt(i);
            if (isReadable(codePoint)) {
                line.appendCodePoint(codePoint);
            } else {
                appendEscaped(line, codePoint);
            }
            i += Character.charCount(codePoint);
        }
        line.append(rest(text, end));
    }

    /** The first line of the text, of at most so many characters, not escaped; says how much is left out. */
    static String firstLine(String text, int maxChars) {
        int end = end(text, maxChars);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                end = i;
            }
        }
        return end == text.length() ? text : text.substring(0, end) + rest(text, end);
    }

    /** Where to cut; never between the two halves of one character. */
    private static int end(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text.length();
        }
        return Character.isSurrogatePair(text.charAt(maxChars - 1), text.charAt(maxChars)) ? maxChars - 1 : maxChars;
    }

    private static String rest(String text, int end) {
        int left = text.length() - end;
        return left == 0 ? "" : " ...[" + left + " more characters]";
    }

    private static boolean isReadable(int codePoint) {
        if (codePoint <= '~') {
            return codePoint >= ' ' && codePoint != '\\';
        }
        return isVisible(codePoint) && !isRightToLeft(codePoint) && BLANKS.indexOf(codePoint) < 0;
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> true;
            // Control, format, separators, combining marks, halves of a pair, private use, unassigned.
            default -> false;
        };
    }

    /** Even without a control character such a letter changes the order of the digits and punctuation around it. */
    private static boolean isRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }

    private static void appendEscaped(StringBuilder line, int codePoint) {
        switch (codePoint) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            default -> {
                for (char c : Character.toChars(codePoint)) {
                    appendHex(line.append("\\u"), c);
                }
            }
        }
    }

    private static void appendHex(StringBuilder line, char c) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.append(HEX[c >> shift & 0xf]);
        }
    }
}
