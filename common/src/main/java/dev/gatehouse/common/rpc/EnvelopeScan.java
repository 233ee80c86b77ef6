package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.rpc.ReplyEnvelope.Failure;
import dev.gatehouse.common.rpc.ReplyEnvelope.Malformed;
import dev.gatehouse.common.rpc.ReplyEnvelope.Success;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** One scan of one body. Confined to the thread that runs it. */
final class EnvelopeScan {
    private static final int NONE = -1;

    private final JsonParser parser;
    private final byte[] body;
    private final Set<String> seen = new HashSet<>();
    private Optional<Boolean> success = Optional.empty();
    private int dataStart = NONE;
    private int dataEnd = NONE;
    private Optional<String> errorCode = Optional.empty();
    private Optional<String> message = Optional.empty();
    private List<FieldViolation> details = List.of();
    private Optional<String> outcome = Optional.empty();
    private Optional<Long> retryAfter = Optional.empty();

    EnvelopeScan(JsonParser parser, byte[] body) {
        this.parser = parser;
        this.body = body;
    }

    ReplyEnvelope run() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Malformed("the body is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (isDecisive(name) && !seen.add(name)) {
                return new Malformed("\"" + name + "\" is given twice");
            }
            take(name);
        }
        if (parser.nextToken() != null) {
            return new Malformed("something follows the JSON object");
        }
        return result();
    }

    private static boolean isDecisive(String name) {
        return name.equals("success") || name.equals("data") || name.equals("error_code");
    }

    /** Takes the value that the parser stands on, and leaves the parser on its last token. */
    private void take(String name) {
        switch (name) {
            case "success" -> success = bool();
            case "data" -> data();
            case "error_code" -> errorCode = text().filter(code -> !code.isBlank());
            case "message" -> message = text();
            case "details" -> details = FailureDetails.read(parser);
            case "outcome" -> outcome = text().filter(word -> Outcome.of(word).isPresent());
            case "retry_after" -> retryAfter = seconds();
            default -> {
                // A field of a later version.
            }
        }
        parser.skipChildren();
    }

    private void data() {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            dataStart = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            dataEnd = (int) parser.currentLocation().getByteOffset();
        }
    }

    private Optional<Boolean> bool() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Optional.of(true);
            case VALUE_FALSE -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private Optional<String> text() {
        return parser.currentToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
    }

    private Optional<Long> seconds() {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == NumberType.BIG_INTEGER) {
            return Optional.empty();
        }
        return Optional.of(parser.getLongValue()).filter(value -> value >= 0);
    }

    private ReplyEnvelope result() {
        if (success.isEmpty()) {
            return new Malformed("\"success\" is not there, or not true or false");
        }
        if (success.get()) {
            return dataStart == NONE
                    ? new Malformed("\"data\" is not there, or not an object")
                    : new Success(body, dataStart, dataEnd);
        }
        return errorCode
                .<ReplyEnvelope>map(code -> new Failure(code, message.orElse(code), details, outcome, retryAfter))
                .orElseGet(() -> new Malformed("\"error_code\" is not there, or not a text, or blank"));
    }
}
