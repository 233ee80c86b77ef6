package dev.gatehouse.gateway.http;

import dev.gatehouse.testkit.DocumentTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the document's table to the cases that are played; {@code -Dgatehouse.docs.write=true} writes it instead. */
class Http2ConformanceDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "CONFORMANCE.md");
    private static final String HEAD = "| case | RFC | what is sent | what is right |\n|---|---|---|---|\n";

    @Test
    void theDocumentHasEveryCase() throws IOException {
        String table = HEAD
                + Http2Case.all().stream()
                        .map(Http2ConformanceDocumentTest::row)
                        .collect(Collectors.joining());
        DocumentTable.holds(DOCUMENT, "http2", table);
    }

    private static String row(Http2Case one) {
        return "| " + one.id() + " | " + one.rfc() + " | " + one.title() + " | "
                + one.expected().stream().map(Http2Ending::text).collect(Collectors.joining(" or ")) + " |\n";
    }
}
