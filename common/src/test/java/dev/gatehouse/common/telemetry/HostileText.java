package dev.gatehouse.common.telemetry;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Text as somebody sends it who wants a log to say something else: any UTF-16, and often what breaks, hides or reorders a line. */
final class HostileText {
    /** One of each kind: controls, line separators, format and bidi characters, right-to-left letters, blanks, combining marks, lone surrogates. */
    static final String ALL =
            "\n\r\u000b\f\u001b[31m\b\0\u007f\u0085\u009b\u00a0\u00ad\u0301\u034f\u061c\u05d0\u0627\u115f\u180e\u200b\u200d"
                    + "\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\u2800\u3000\u3164\ufe0f\ufeff\uffa0\ufff9\uffff\ue000\ud800x\udc00"
                    + "\udb40\udc41\ud83d\udca9\\u000a\\\"\t";

    /** Letters, digits, punctuation and symbols that can be seen, and the space. */
    private static final Pattern VISIBLE =
            Pattern.compile("[ \\p{L}\\p{N}\\p{P}\\p{S}&&[^\\u115f\\u1160\\u2800\\u3164\\uffa0]]*");

    private HostileText() {}

    static Arbitrary<String> any() {
        Arbitrary<Character> any = Arbitraries.chars().all();
        Arbitrary<Character> hostile = Arbitraries.chars().with(ALL);
        Arbitrary<Character> ordinary = Arbitraries.chars().range(' ', '~');
        return Arbitraries.oneOf(any, hostile, ordinary).list().ofMaxSize(300).map(characters -> {
            StringBuilder text = new StringBuilder();
            characters.forEach(text::append);
            return text.toString();
        });
    }

    /** Whether everything in the text can be seen, and stands where it is read. */
    static boolean isHarmless(String text) {
        return VISIBLE.matcher(text).matches() && text.codePoints().noneMatch(HostileText::isRightToLeft);
    }

    private static boolean isRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        };
    }
}
