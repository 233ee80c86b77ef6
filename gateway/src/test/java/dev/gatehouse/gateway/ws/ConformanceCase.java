package dev.gatehouse.gateway.ws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A case of the conformance suite, or several alike. They are lines of {@code websocket-conformance.txt}, whose first lines explain them.
 *
 * @param ids the first, and the last if there are several
 * @param values what stands in the place of {@code %}, for each case; none for a single one
 */
record ConformanceCase(String ids, String sent, String right, List<String> values, List<String> script) {
    private static final String FILE = "websocket-conformance.txt";
    private static final String EACH = "each=";

    /** One case to play. */
    record Single(String id, String sent, List<String> script) {
        @Override
        public String toString() {
            return id + " " + sent;
        }
    }

    static List<ConformanceCase> all() {
        try (InputStream file = ConformanceCase.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ConformanceCase::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConformanceCase of(String line) {
        String[] columns = line.split(" \\| ", 4);
        // Quoted texts have blanks.
        List<String> words = Arrays.stream(columns[3].split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean each = words.getFirst().startsWith(EACH);
        List<String> values =
                each ? List.of(words.getFirst().substring(EACH.length()).split(",", -1)) : List.of();
        return new ConformanceCase(
                columns[0], columns[1], columns[2], values, each ? words.subList(1, words.size()) : words);
    }

    List<Single> singles() {
        if (values.isEmpty()) {
            return List.of(new Single(ids, sent, script));
        }
        String first = ids.split("-", -1)[0];
        String section = first.substring(0, first.lastIndexOf('.') + 1);
        int number = Integer.parseInt(first.substring(section.length()));
        List<Single> singles = new ArrayList<>();
        for (String value : values) {
            singles.add(new Single(
                    section + (number + singles.size()),
                    sent,
                    script.stream().map(word -> word.replace("%", value)).toList()));
        }
        return singles;
    }
}
