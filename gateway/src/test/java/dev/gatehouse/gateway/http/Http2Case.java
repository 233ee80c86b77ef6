package dev.gatehouse.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A row of the conformance table.
 *
 * @param id as the public suite numbers it
 * @param rfc number and section
 * @param title what is sent, for people
 * @param steps what is sent, for the client
 * @param expected the endings that are right
 */
record Http2Case(String id, String rfc, String title, List<String> steps, List<Http2Ending> expected) {
    private static final String TABLE = "http2-conformance.txt";

    static List<Http2Case> all() {
        try (InputStream table = Objects.requireNonNull(Http2Case.class.getResourceAsStream(TABLE), TABLE)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Http2Case::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Http2Case parse(String line) {
        String[] columns = line.split("\\s*\\|\\s*", -1);
        if (columns.length != 5) {
            throw new IllegalArgumentException("not five columns: " + line);
        }
        List<String> steps = columns[3].isEmpty() ? List.of() : List.of(columns[3].split("\\s*;\\s*", -1));
        List<Http2Ending> expected = Arrays.stream(columns[4].split(" or ", -1))
                .map(Http2Ending::parse)
                .toList();
        return new Http2Case(columns[0], columns[1], columns[2], steps, expected);
    }

    boolean isBare() {
        return steps.stream().anyMatch(step -> step.startsWith("bare "));
    }

    /** As tests show it. */
    @Override
    public String toString() {
        return id + " " + title;
    }
}
