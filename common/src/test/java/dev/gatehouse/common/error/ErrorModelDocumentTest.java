package dev.gatehouse.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorModelDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "ERROR_MODEL.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+\\.[a-z_]+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

    @Test
    void tableOfCodesIsErrorCode() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(rows)
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .map(code -> code.code() + " " + code.status())
                        .toList());
    }

    @Test
    void everyCodeThatTellsItsOutcomeSaysSo() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(DOCUMENT));
        while (rows.find()) {
            assertThat(rows.group().contains("see `outcome`"))
                    .as(rows.group(1))
                    .isEqualTo(ErrorCode.carriesOutcome(rows.group(1)));
        }
    }
}
