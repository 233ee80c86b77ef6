package dev.gatehouse.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedFormatTest {
    private static final int OVER_LONG = 5_000;

    private static List<String> codes(String format, String value) {
        JsonSchema schema = JsonSchema.of(
                "format-" + format,
                Json.mapper().readTree("{\"properties\":{\"a\":{\"type\":\"string\",\"format\":\"" + format + "\"}}}"));
        return schema.violations(Json.mapper().createObjectNode().put("a", value)).stream()
                .map(FieldViolation::code)
                .toList();
    }

    /** Each of these overflowed the stack, threw, or took most of a second. */
    @ParameterizedTest
    @CsvSource({
        "hostname, '', a., 10000",
        "json-pointer, /, ~0, 10000",
        "uri-template, '', %41, 7000",
        "email, a@, क्, 4000",
        "email, a@, क्, 1000",
        "email, a@, é., 10000",
        "idn-email, a@, क्, 1000"
    })
    void aHostileValueIsRefusedLikeAnyOther(String format, String begin, String part, int times) {
        assertThat(codes(format, begin + part.repeat(times) + "!")).containsExactly("format");
    }

    @ParameterizedTest
    @CsvSource({
        "hostname, gatehouse.example",
        "json-pointer, /a/~0b",
        "uri-template, 'https://a.example/{id}'",
        "email, ada@example.org",
        "date-time, 2026-01-31T12:00:00Z",
        "uuid, 019c1f5e-0000-7000-8000-000000000000"
    })
    void aGoodValuePasses(String format, String value) {
        assertThat(codes(format, value)).isEmpty();
        assertThat(codes(format, "\n" + value)).containsExactly("format");
    }

    @Test
    void aTextThatIsTooLongHasNoFormat() {
        String longest = "https://a.example/" + "x".repeat(BoundedFormat.MAX_CHARACTERS - 18);

        assertThat(codes("uri", longest)).isEmpty();
        assertThat(codes("uri", longest + "x")).containsExactly("format");
    }

    @Test
    void withoutAFormatATextMayBeAsLongAsItLikes() {
        assertThat(codes("not-a-known-format", "x".repeat(OVER_LONG))).isEmpty();
    }
}
