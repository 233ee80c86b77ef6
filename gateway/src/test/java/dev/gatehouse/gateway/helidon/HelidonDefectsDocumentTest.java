package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the document's table to the tests that show a defect; {@code -Dgatehouse.docs.write=true} writes it instead. */
final class HelidonDefectsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "DECISIONS.md");
    private static final String BEGIN = "<!-- helidon -->\n";
    private static final String HEAD = "| workaround | defect, as its test is named | breaks |\n|---|---|---|\n";
    private static final List<Class<?>> TESTS = List.of(
            HelidonHttp1DefectsTest.class,
            HelidonHttp2DefectsTest.class,
            HelidonHpackDefectsTest.class,
            HelidonSlowClientDefectsTest.class,
            HelidonStartDefectsTest.class,
            HelidonTlsDefectsTest.class,
            HelidonWebSocketDefectsTest.class);

    static Stream<Method> defects() {
        return TESTS.stream()
                .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(HelidonDefect.class));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void everyWorkaroundIsThere(Method test) {
        assertThatCode(() -> Class.forName("dev.gatehouse." + defect(test).workaround()))
                .doesNotThrowAnyException();
    }

    @Test
    void theDocumentHasEveryDefect() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf("<!-- end -->", from);
        assertThat(document).contains(BEGIN);
        assertThat(to).isGreaterThanOrEqualTo(from);
        String table = HEAD
                + defects()
                        .sorted(Comparator.comparing(
                                        (Method test) -> defect(test).workaround())
                                .thenComparing(Method::getName))
                        .map(HelidonDefectsDocumentTest::row)
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
        } else {
            assertThat(document.substring(from, to))
                    .as("docs/DECISIONS.md; -Dgatehouse.docs.write=true brings it up to date")
                    .isEqualTo(table);
        }
    }

    private static String row(Method test) {
        return "| `" + defect(test).workaround() + "` | `"
                + test.getDeclaringClass().getSimpleName() + "." + test.getName() + "` | "
                + defect(test).breaks() + " |\n";
    }

    private static HelidonDefect defect(Method test) {
        return test.getAnnotation(HelidonDefect.class);
    }
}
