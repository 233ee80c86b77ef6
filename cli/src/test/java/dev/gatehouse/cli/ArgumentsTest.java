package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {
    private static final Arguments.Options OPTIONS =
            new Arguments.Options(Set.of("--flag", "-f"), Set.of("--value"), Set.of("--many"));

    @Test
    void optionsAndOtherWordsAreToldApart() {
        Arguments arguments =
                Arguments.parse(List.of("a", "--value", "1", "--many=x=y", "-f", "b", "--many", "z", "-"), OPTIONS);
        assertThat(arguments.others()).containsExactly("a", "b", "-");
        assertThat(arguments.value("--value")).contains("1");
        assertThat(arguments.values("--many")).containsExactly("x=y", "z");
        assertThat(arguments.has("-f")).isTrue();
        assertThat(arguments.has("--flag")).isFalse();
    }

    @Test
    void afterTwoHyphensNothingIsAnOption() {
        assertThat(Arguments.parse(List.of("--", "--flag", "--"), OPTIONS).others())
                .containsExactly("--flag", "--");
    }

    @Test
    void valueMayLookLikeAnOption() {
        assertThat(Arguments.parse(List.of("--value", "--flag"), OPTIONS).value("--value"))
                .contains("--flag");
    }

    @ParameterizedTest
    @CsvSource({
        "--other, unknown option: --other",
        "--value, --value needs a value",
        "--flag=1, --flag has no value",
        "--value=1 --value=2, --value is given twice"
    })
    void whatIsNotUnderstoodIsToldInOneLine(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(List.of(line.split(" ")), OPTIONS))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
