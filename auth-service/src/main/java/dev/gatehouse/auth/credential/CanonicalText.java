package dev.gatehouse.auth.credential;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which texts are compared where case and ways of writing do not count: NFKC, case folded. */
public final class CanonicalText {
    private CanonicalText() {}

    /** The canonical form. Upper case first, so that letters with several lower-case forms fall together. */
    public static String of(String text) {
        String folded = normal(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return normal(folded);
    }

    /** The text in NFKC (Unicode Standard Annex #15). */
    public static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Whether the text is Unicode that UTF-8 can write: no half of a surrogate pair alone. */
    public static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
