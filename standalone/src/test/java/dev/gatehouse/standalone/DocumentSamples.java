package dev.gatehouse.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The samples in docs/ADDING_A_SERVICE.md, as a reader copies them. */
final class DocumentSamples {
    private static final Path DOCUMENT = Path.of("..", "docs", "ADDING_A_SERVICE.md");
    private static final String INDENT = " ".repeat(4);

    private DocumentSamples() {}

    /** The first sample after the line that begins with the given words. */
    static String after(String words) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        String sample = lines.stream()
                .dropWhile(line -> !line.startsWith(words))
                .dropWhile(line -> !line.startsWith(INDENT))
                .takeWhile(line -> line.isEmpty() || line.startsWith(INDENT))
                .map(line -> line.isEmpty() ? line : line.substring(INDENT.length()))
                .collect(Collectors.joining("\n"));
        if (sample.isBlank()) {
            throw new AssertionError("no sample after \"" + words + "\" in " + DOCUMENT);
        }
        return sample;
    }
}
