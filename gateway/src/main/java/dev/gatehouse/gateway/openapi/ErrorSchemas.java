package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of failure as a schema, and what a failure of each code looks like. */
public final class ErrorSchemas {
    static final String ERROR = "ErrorBody";
    static final String VIOLATION = "FieldViolation";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REQUEST_ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    private ErrorSchemas() {}

    /** Adds both components and gives the reference to the first. Comes before all other schemas, which might take the names. */
    public static ObjectNode addTo(SchemaBundle bundle) {
        ObjectNode violation = bundle.add(VIOLATION, violation());
        return bundle.add(ERROR, error(violation));
    }

    private static ObjectNode error(ObjectNode violation) {
        ObjectNode schema = object("A failure. Every error has this shape.", "success", "error_code", "message");
        ObjectNode fields = schema.putObject("properties");
        fields.putObject("success").put("type", "boolean").put("const", false);
        fields.set(
                "error_code",
                text("For programs; stable. A service may have codes of its own, which come with status 500.")
                        .set("examples", strings(Stream.of(ErrorCode.values()).map(ErrorCode::code))));
        fields.set("message", text("For people; may change at any time."));
        fields.putObject("details")
                .put("type", "array")
                .put("description", "With validation.failed: everything that is wrong with the request.")
                .set("items", violation);
        fields.set("request_id", text("The key to the logs; the same as the header X-Request-ID."));
        fields.set(
                "outcome",
                text("Whether the request may have had an effect: not_executed means that it is safe to send it again.")
                        .set("enum", strings(Stream.of(Outcome.values()).map(Outcome::text))));
        fields.putObject("retry_after")
                .put("type", "integer")
                .put("minimum", 1)
                .put("description", "Seconds after which another try makes sense; the same as the header Retry-After.");
        return schema;
    }

    private static ObjectNode violation() {
        ObjectNode schema = object("One way in which a request breaks its schema.", "field", "code", "message");
        ObjectNode fields = schema.putObject("properties");
        fields.set("field", text("The path of the field, such as items[0].sku; empty for the request as a whole."));
        fields.set(
                "code",
                text("What is wrong, for programs: a keyword of JSON Schema in snake case, unknown, or duplicate."));
        fields.set("message", text("What is wrong, for people."));
        return schema;
    }

    /** A failure of a code that says what every failure of it says. */
    static JsonNode example(String code) {
        return example(code, ErrorCode.of(code).map(ErrorCode::message).orElse("The service refuses the request."));
    }

    static JsonNode example(String code, String message) {
        Optional<ErrorCode> known = ErrorCode.of(code);
        List<FieldViolation> details =
                known.filter(ErrorCode.VALIDATION_FAILED::equals).isPresent()
                        ? List.of(new FieldViolation("email", "format", "must be an email address"))
                        : List.of();
        Optional<String> outcome =
                ErrorCode.carriesOutcome(code) ? Optional.of(outcome(known).text()) : Optional.empty();
        return Json.mapper()
                .valueToTree(new ErrorBody(
                        false,
                        code,
                        message,
                        details,
                        Optional.of(REQUEST_ID),
                        outcome,
                        known.filter(ErrorSchemas::isToBeTriedLater).map(late -> 1L)));
    }

    private static Outcome outcome(Optional<ErrorCode> code) {
        return code.filter(known -> known == ErrorCode.RPC_UNAVAILABLE || known == ErrorCode.OVERLOADED)
                .map(known -> Outcome.NOT_EXECUTED)
                .orElse(Outcome.UNKNOWN);
    }

    private static boolean isToBeTriedLater(ErrorCode code) {
        return code == ErrorCode.OVERLOADED || code == ErrorCode.RATE_LIMITED || code == ErrorCode.TOO_MANY_ATTEMPTS;
    }

    private static ObjectNode object(String description, String... required) {
        ObjectNode schema = NODES.objectNode().put("type", "object").put("description", description);
        schema.set("required", strings(Stream.of(required)));
        return schema;
    }

    private static ObjectNode text(String description) {
        return NODES.objectNode().put("type", "string").put("description", description);
    }

    private static ArrayNode strings(Stream<String> texts) {
        ArrayNode list = NODES.arrayNode();
        texts.forEach(list::add);
        return list;
    }
}
