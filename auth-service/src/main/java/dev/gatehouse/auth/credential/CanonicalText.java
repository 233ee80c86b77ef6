package dev.gatehouse.auth.credential;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which texts are compared where case and ways of writing do not count: NFKC, case folded. */
public final class CanonicalText {
    private CanonicalText() {}

    /**
     * The canonical form, which is its own canonical form. The JDK has no case folding: lower case of upper case of lower case does what it
     * does, letters with several lower-case forms, or with none of one letter in upper case (the sharp s), included.
     */
    public static String of(String text) {
        String folded =
                normal(text).toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
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
