package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * java.util.regex goes one call deeper with each repetition of a group, and comes back to all of them where the rest does not match: a text of
 * some thousand characters overflows the stack. A group that may be repeated without bound has to be possessive ({@code )*+}), which does
 * neither.
 */
final class RegularExpressionsTest {
    private static final int MOST_REPETITIONS = 100;

    @Test
    void noGroupIsRepeatedWithoutBoundUnlessItIsPossessive() throws ReflectiveOperationException {
        Map<String, Pattern> patterns = patterns();
        assertThat(patterns).containsKeys("RequestContext.REQUEST_ID", "CallerHeaders.WORDS", "EntityTag.LISTED");
        assertThat(patterns.values()).extracting(Pattern::pattern).noneMatch(RegularExpressionsTest::canOverflow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+( a+)*", "(?:x|y)+", "(a){2,}", "((a)*+)+", "[)](\\)|b)*", "(a){1,5000}"})
    void aGroupThatCanOverflowIsFound(String pattern) {
        assertThat(canOverflow(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a++( a++)*+", "(?:x|y)++", "(a){2,}+", "(a){1,8}", "[()]*", "\\)*", "(a)?", "[]()*]"})
    void aGroupThatCannotIsNot(String pattern) {
        assertThat(canOverflow(pattern)).isFalse();
    }

    private static Map<String, Pattern> patterns() throws ReflectiveOperationException {
        Map<String, Pattern> patterns = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.gatehouse")) {
            for (Field field : type.reflect().getDeclaredFields()) {
                if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    patterns.put(type.getSimpleName() + "." + field.getName(), (Pattern) field.get(null));
                }
            }
        }
        return patterns;
    }

    /** Whether a group is followed by a quantifier with no bound, or a high one, that gives back what it has taken. */
    private static boolean canOverflow(String pattern) {
        String plain = withoutClassesAndEscapes(pattern);
        for (int at = plain.indexOf(')'); at >= 0; at = plain.indexOf(')', at + 1)) {
            String rest = plain.substring(at + 1);
            int end = quantifierEnd(rest);
            boolean possessive = end < rest.length() && rest.charAt(end) == '+';
            if (end > 0 && !possessive && isLong(rest.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static int quantifierEnd(String rest) {
        if (rest.startsWith("*") || rest.startsWith("+")) {
            return 1;
        }
        return rest.startsWith("{") ? rest.indexOf('}') + 1 : 0;
    }

    private static boolean isLong(String quantifier) {
        if (!quantifier.startsWith("{")) {
            return true;
        }
        String most = quantifier
                .substring(quantifier.indexOf(',') + 1, quantifier.length() - 1)
                .replace("{", "");
        return most.isEmpty() || Integer.parseInt(most) > MOST_REPETITIONS;
    }

    /** The pattern with one letter in the place of each character class and each escaped character. */
    private static String withoutClassesAndEscapes(String pattern) {
        return Pattern.compile("\\\\.|\\[\\^?]?(?:\\\\.|[^\\]\\\\])*+]", Pattern.DOTALL)
                .matcher(pattern)
                .replaceAll("x");
    }
}
