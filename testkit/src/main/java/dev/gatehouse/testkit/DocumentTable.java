package dev.gatehouse.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds tables of documents to what the code says. Stateless. */
public final class DocumentTable {
    /** The system property by which tables are written, in the place of being compared. */
    private static final String WRITE = "gatehouse.docs.write";

    private static final String END = "<!-- end -->";

    private DocumentTable() {}

    /**
     * Fails if what stands between {@code <!-- name -->} and {@code <!-- end -->} is not a table; with {@code -Dgatehouse.docs.write=true} writes it there.
     *
     * @param table all lines, each with its end
     */
    public static void holds(Path document, String name, String table) throws IOException {
        String text = Files.readString(document);
        String begin = "<!-- " + name + " -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(END, from);
        assertTrue(text.contains(begin) && to >= from, () -> document + " has no table " + name);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(document, text.substring(0, from) + table + text.substring(to));
        } else {
            assertEquals(
                    table, text.substring(from, to), () -> document + ": -D" + WRITE + "=true brings it up to date");
        }
    }
}
