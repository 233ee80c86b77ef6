package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Frames over one connection of HTTP/2.
 *
 * @param steps after the preface
 * @param outcomes of streams, each one of which must come about: a status, or {@code reset} and a code
 * @param goAway the error with which the connection must end; empty if it must go on
 * @param known whether anything is expected; otherwise the connection must end without a defect when nothing more is sent
 * @param tableBytes what the client's first {@code SETTINGS} say of its table
 */
record Http2Case(
        List<Http2Step> steps, Map<Integer, Set<String>> outcomes, OptionalInt goAway, boolean known, int tableBytes)
        implements FuzzCase {
    private static final int INTERNAL_ERROR = 2;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    @Override
    public String expectation() {
        if (!known) {
            return "answers that are no defect, and the end of the connection";
        }
        String streams = outcomes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(stream -> "stream " + stream.getKey() + ": " + stream.getValue())
                .collect(Collectors.joining(", "));
        return streams + (goAway.isPresent() ? "; then GOAWAY " + goAway.getAsInt() : "");
    }

    @Override
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Http2Step step : steps) {
            switch (step) {
                case Http2Step.Send(byte[] bytes) -> all.writeBytes(bytes);
                case Http2Step.Upload upload -> all.writeBytes(upload.frame().bytes());
                case Http2Step.Await _ -> {
                    // Nothing is sent.
                }
            }
        }
        return all.toByteArray();
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        try (Http2Connection connection = new Http2Connection(target.connect(), tableBytes)) {
            Thread.ofVirtual().name("fuzz-writer").start(() -> {
                connection.play(steps, outcomes.keySet());
                if (!known) {
                    connection.end();
                }
            });
            return known ? expected(connection) : whateverCame(connection);
        }
    }

    private Optional<String> expected(Http2Connection connection) {
        connection.awaitOutcomes(outcomes.keySet());
        Map<Integer, String> came = connection.outcomes();
        for (Map.Entry<Integer, Set<String>> stream : outcomes.entrySet()) {
            String outcome = came.getOrDefault(stream.getKey(), "nothing");
            if (!stream.getValue().contains(outcome)) {
                return Optional.of("stream %d: %s, and not %s; the connection %s; GOAWAY %d; %s"
                        .formatted(
                                stream.getKey(),
                                outcome,
                                stream.getValue(),
                                connection.isEnded() ? "has ended" : "goes on",
                                connection.goAway(),
                                connection.wrong().orElse("")));
            }
        }
        if (goAway.isPresent()) {
            boolean ended = connection.awaitEnd();
            if (!ended || connection.goAway() != goAway.getAsInt()) {
                return Optional.of("GOAWAY " + connection.goAway() + " and " + (ended ? "the end" : "no end")
                        + ", and not GOAWAY " + goAway.getAsInt());
            }
        } else if (connection.goAway() >= 0) {
            return Optional.of("GOAWAY " + connection.goAway());
        }
        return connection.wrong();
    }

    private static Optional<String> whateverCame(Http2Connection connection) {
        if (!connection.awaitEnd()) {
            return Optional.of("the connection does not end");
        }
        if (connection.goAway() == INTERNAL_ERROR) {
            return Optional.of("GOAWAY INTERNAL_ERROR");
        }
        return connection.statuses().stream()
                .filter(status -> status >= FIRST_SERVER_ERROR && status != NOT_IMPLEMENTED)
                .findFirst()
                .map(status -> "the answer " + status)
                .or(connection::wrong);
    }
}
