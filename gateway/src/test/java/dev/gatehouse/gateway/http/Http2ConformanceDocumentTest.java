package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the document's table to the cases that are played; {@code -Dgatehouse.docs.write=true} writes it instead. */
class Http2ConformanceDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "CONFORMANCE.md");
    private static final String BEGIN = "<!-- http2 -->\n";
    private static final String HEAD = "| case | RFC | what is sent | what is right |\n|---|---|---|---|\n";

    @Test
    void theDocumentHasEveryCase() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf("<!-- end -->", from);
        assertThat(document).contains(BEGIN);
        assertThat(to).isGreaterThanOrEqualTo(from);
        String table = HEAD
                + Http2Case.all().stream()
                        .map(Http2ConformanceDocumentTest::row)
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
        } else {
            assertThat(document.substring(from, to))
                    .as("docs/CONFORMANCE.md; -Dgatehouse.docs.write=true brings it up to date")
                    .isEqualTo(table);
        }
    }

    private static String row(Http2Case one) {
        return "| " + one.id() + " | " + one.rfc() + " | " + one.title() + " | "
                + one.expected().stream().map(Http2Ending::text).collect(Collectors.joining(" or ")) + " |\n";
    }
}
