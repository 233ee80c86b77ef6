package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.FieldViolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the violations of a failure; what is not one is left out. */
final class FailureDetails {
    private FailureDetails() {}

    /** Reads the value that the parser stands on, and leaves the parser on its last token. */
    static List<FieldViolation> read(JsonParser parser) {
        List<FieldViolation> violations = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return violations;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                Map<String, String> texts = texts(parser);
                if (texts.keySet().containsAll(List.of("field", "code", "message"))) {
                    violations.add(new FieldViolation(
                            texts.getOrDefault("field", ""),
                            texts.getOrDefault("code", ""),
                            texts.getOrDefault("message", "")));
                }
            } else {
                parser.skipChildren();
            }
        }
        return violations;
    }

    private static Map<String, String> texts(JsonParser parser) {
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                texts.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }
}
