package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.gatehouse.testkit.DocumentTable;
import java.io.IOException;
import java.lang.reflect.Method;
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
        String table = HEAD
                + defects()
                        .sorted(Comparator.comparing(
                                        (Method test) -> defect(test).workaround())
                                .thenComparing(Method::getName))
                        .map(HelidonDefectsDocumentTest::row)
                        .collect(Collectors.joining());
        DocumentTable.holds(DOCUMENT, "helidon", table);
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
