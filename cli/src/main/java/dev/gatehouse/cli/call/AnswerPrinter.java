package dev.gatehouse.cli.call;

import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;

/** Prints an answer: its body to standard output, everything else to standard error. */
final class AnswerPrinter {
    /** Numbers keep every digit that they came with. */
    private static final ObjectReader EXACT = Json.mapper()
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final CallStreams streams;
    private final boolean raw;
    private final boolean withHead;

    /**
     * @param raw the body exactly as it came; else JSON is laid out for people
     * @param withHead the status line and the headers too
     */
    AnswerPrinter(CallStreams streams, boolean raw, boolean withHead) {
        this.streams = streams;
        this.raw = raw;
        this.withHead = withHead;
    }

    void print(Answer.Received answer) {
        if (withHead) {
            answer.head().forEach(streams.err()::println);
        }
        if (!answer.remark().isEmpty()) {
            streams.err().println(answer.remark());
        }
        streams.err().flush();
        byte[] body = raw ? answer.body() : forPeople(answer.body());
        streams.out().write(body, 0, body.length);
        streams.out().flush();
    }

    private static byte[] forPeople(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        return (text(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] body) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(EXACT.readTree(body));
        } catch (JacksonException e) {
            // Not JSON: a page of some proxy, say.
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
