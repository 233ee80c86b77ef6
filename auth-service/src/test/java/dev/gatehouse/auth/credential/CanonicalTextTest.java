package dev.gatehouse.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that are the same to people. */
class CanonicalTextTest {
    @ParameterizedTest
    @CsvSource({
        "Alice, aLICE",
        "STRASSE, straße",
        "ΟΔΟΣ, οδος",
        "ＡＬＩＣＥ, alice",
        "caf\u00e9, CAFE\u0301",
        "ﬁsh, FISH",
        "Kelvin, \u212Aelvin"
    })
    void textsThatDifferInCaseOrWayOfWritingFallTogether(String one, String other) {
        assertThat(CanonicalText.of(one)).isEqualTo(CanonicalText.of(other));
    }

    @ParameterizedTest
    @CsvSource({"alice, alicе", "resume, résumé", "a.b, ab"})
    void textsThatDifferOtherwiseDoNot(String one, String other) {
        assertThat(CanonicalText.of(one)).isNotEqualTo(CanonicalText.of(other));
    }

    @Test
    void theCanonicalFormIsItsOwn() {
        for (String text : new String[] {"İstanbul", "ŒUVRE", "ǅ", "ﬀ", "\u1E9E", "\u0345a"}) {
            String canonical = CanonicalText.of(text);
            assertThat(CanonicalText.of(canonical)).isEqualTo(canonical);
        }
    }

    @Test
    void halfASurrogatePairIsNotWellFormed() {
        assertThat(CanonicalText.isWellFormed("a\ud83d\ude00b")).isTrue();
        assertThat(CanonicalText.isWellFormed("a\ud83db")).isFalse();
    }
}
