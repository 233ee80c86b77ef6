package dev.gatehouse.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.push.PushReading.Malformed;
import dev.gatehouse.gateway.push.PushReading.Valid;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One scan of one body. Confined to the thread that runs it. */
final class PushScan {
    private static final int MAX_EVENT_LENGTH = 128;
    private static final byte[] NO_PAYLOAD = {'{', '}'};

    private final JsonParser parser;
    private final byte[] body;
    private Optional<String> event = Optional.empty();
    private Optional<Slice> payload = Optional.empty();

    /** Where a value lies in a body; the end is exclusive. */
    private record Slice(byte[] bytes, int start, int end) {
        void appendTo(ByteArrayOutputStream out) {
            out.write(bytes, start, end - start);
        }
    }

    PushScan(JsonParser parser, byte[] body) {
        this.parser = parser;
        this.body = body;
    }

    PushReading run(Optional<String> topic) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Malformed("the body is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Optional<Malformed> wrong = take(name);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        if (parser.nextToken() != null) {
            return new Malformed("something follows the JSON object");
        }
        return event.<PushReading>map(name -> new Valid(new Push(topic, name, tail(name, topic))))
                .orElseGet(() -> new Malformed("\"event\" is not there"));
    }

    /** Takes the value that the parser stands on, and leaves the parser on its last token. */
    private Optional<Malformed> take(String name) {
        return switch (name) {
            case "event" -> takeEvent();
            case "payload" -> takePayload();
            default -> Optional.of(new Malformed("there is a field besides \"event\" and \"payload\""));
        };
    }

    private Optional<Malformed> takeEvent() {
        if (event.isPresent()) {
            return Optional.of(new Malformed("\"event\" is given twice"));
        }
        event = Optional.of(parser)
                .filter(at -> at.currentToken() == JsonToken.VALUE_STRING)
                .map(JsonParser::getString)
                .filter(PushScan::isEvent);
        return event.isPresent()
                ? Optional.empty()
                : Optional.of(new Malformed("\"event\" is not a text of 1 to " + MAX_EVENT_LENGTH + " characters"));
    }

    private static boolean isEvent(String text) {
        // A lone half of a character can be escaped in JSON, but not be written in UTF-8.
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= MAX_EVENT_LENGTH
                && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private Optional<Malformed> takePayload() {
        if (payload.isPresent()) {
            return Optional.of(new Malformed("\"payload\" is given twice"));
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        payload = Optional.of(
                new Slice(body, start, (int) parser.currentLocation().getByteOffset()));
        return Optional.empty();
    }

    private byte[] tail(String name, Optional<String> topic) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
        out.writeBytes("\"event\":".getBytes(UTF_8));
        out.writeBytes(Json.mapper().writeValueAsBytes(name));
        topic.ifPresent(text -> {
            out.writeBytes(",\"topic\":".getBytes(UTF_8));
            out.writeBytes(Json.mapper().writeValueAsBytes(text));
        });
        out.writeBytes(",\"payload\":".getBytes(UTF_8));
        payload.ifPresentOrElse(slice -> slice.appendTo(out), () -> out.writeBytes(NO_PAYLOAD));
        out.write('}');
        return out.toByteArray();
    }
}
