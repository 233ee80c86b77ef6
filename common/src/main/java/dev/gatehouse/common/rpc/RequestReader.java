package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.json.JsonBytes;
import dev.gatehouse.common.schema.RequestSchema;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the body of a request as the type that its method asks for, once it has passed the method's schema. Thread-safe. */
final class RequestReader<Q> {
    private final RequestSchema schema;
    private final Class<Q> type;

    RequestReader(RequestSchema schema, Class<Q> type) {
        this.schema = schema;
        this.type = type;
    }

    /** Throws {@code validation.failed} for what is not JSON, not an object, or breaks the schema. */
    Q read(byte[] body) {
        JsonNode tree = tree(body);
        List<FieldViolation> violations = schema.violations(tree);
        if (!violations.isEmpty()) {
            throw ServiceException.invalid(violations);
        }
        try {
            return Json.mapper().treeToValue(tree, type);
        } catch (JacksonException e) {
            throw ServiceException.invalid("", "type", "The request does not have the form that is needed.")
                    .causedBy(e);
        }
    }

    private static JsonNode tree(byte[] body) {
        JsonNode tree = parsed(body);
        if (!tree.isObject()) {
            throw ServiceException.invalid("", "type", "The request is not a JSON object.");
        }
        return tree;
    }

    private static JsonNode parsed(byte[] body) {
        if (!JsonBytes.areUtf8(body)) {
            throw ServiceException.invalid("", "json", "The request is not UTF-8 text.");
        }
        try {
            return Json.payloads().readTree(body);
        } catch (JacksonException e) {
            // Without the cause: its message may quote the body.
            throw ServiceException.invalid(
                    "", "json", "The request is not valid JSON, or a name in it is given twice.");
        }
    }

    /** Refuses a body that is over the bound before anything else is done with it. */
    static void checkSize(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            throw ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
        }
    }
}
