package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.json.JsonDepth;
import dev.gatehouse.common.json.JsonScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * The fields of a client's message, and what is wrong with them. An object is kept as the bytes that it came in, because to write it anew would
 * round its numbers. Confined to one thread.
 */
final class MessageFields {
    /** What a field holds. */
    private sealed interface Value {
        record Text(String text) implements Value {}

        record Whole(long number) implements Value {}

        record Range(byte[] json) implements Value {}

        record Other() implements Value {}
    }

    private final Map<String, Value> fields = new LinkedHashMap<>();
    private final Map<String, Value> left = new HashMap<>();
    private final List<FieldViolation> violations = new ArrayList<>(0);

    private MessageFields() {}

    /** The fields of a message; empty if it is not one JSON object. Nesting that is too deep is a violation, and the other fields are still read. */
    static Optional<MessageFields> of(byte[] message) {
        try {
            return read(message);
        } catch (StreamConstraintsException e) {
            return ofTooDeep(message);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<MessageFields> ofTooDeep(byte[] message) {
        try {
            Optional<MessageFields> fields = read(JsonDepth.cut(message, JsonDepth.MAX_MESSAGE));
            fields.ifPresent(all -> all.violations.add(new FieldViolation(
                    "", "limit", "the payload is nested more than " + JsonDepth.MAX_PAYLOAD + " levels deep")));
            return fields;
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<MessageFields> read(byte[] message) {
        MessageFields all = new MessageFields();
        try (JsonParser parser = JsonScan.of(message)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (all.fields.put(name, value(parser, message)) != null) {
                    all.violations.add(new FieldViolation(name, "duplicate", "is there twice"));
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
            all.left.putAll(all.fields);
            return Optional.of(all);
        }
    }

    private static Value value(JsonParser parser, byte[] message) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Value.Text(parser.getString());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == NumberType.BIG_INTEGER
                        ? new Value.Other()
                        : new Value.Whole(parser.getLongValue());
            case START_OBJECT -> {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                yield new Value.Range(Arrays.copyOfRange(
                        message, start, (int) parser.currentLocation().getByteOffset()));
            }
            default -> {
                parser.skipChildren();
                yield new Value.Other();
            }
        };
    }

    /** A text that has to be there. */
    String text(String name, int maxLength, Predicate<String> good, String form) {
        Optional<String> text = optionalText(name, maxLength, good, form);
        if (text.isEmpty() && !fields.containsKey(name)) {
            violations.add(new FieldViolation(name, "required", "is required"));
        }
        return text.orElse("");
    }

    Optional<String> optionalText(String name, int maxLength, Predicate<String> good, String form) {
        Value value = left.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Text(String text))) {
            violations.add(new FieldViolation(name, "type", "must be a text"));
            return Optional.empty();
        }
        if (text.isEmpty() || text.length() > maxLength || !good.test(text)) {
            violations.add(new FieldViolation(name, "format", "must be " + form));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    Optional<Long> optionalWhole(String name, long min, long max) {
        Value value = left.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Whole(long number))) {
            violations.add(new FieldViolation(name, "type", "must be a whole number"));
            return Optional.empty();
        }
        if (number < min || number > max) {
            violations.add(new FieldViolation(name, "range", "must be " + min + " to " + max));
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /** The bytes of an object; none where it is not there. */
    byte[] optionalObject(String name) {
        Value value = left.remove(name);
        if (value instanceof Value.Range(byte[] json)) {
            return json;
        }
        if (value != null) {
            violations.add(new FieldViolation(name, "type", "must be an object"));
        }
        return new byte[0];
    }

    void missing(String name) {
        violations.add(new FieldViolation(name, "required", "is required"));
    }

    /** Everything that is wrong; what nobody has asked for is unknown. */
    List<FieldViolation> finish() {
        left.keySet().stream()
                .sorted()
                .forEach(name -> violations.add(new FieldViolation(name, "unknown", "is not a field of this frame")));
        return violations;
    }
}
