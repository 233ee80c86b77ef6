package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.Target;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The error responses of operations, one for each status, with what they share as components. Confined to the building of one document. */
final class ErrorResponses {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode schema;
    private final ResponseHeaders headers;
    private final SortedMap<String, JsonNode> examples = new TreeMap<>();
    private final SortedMap<String, JsonNode> responses = new TreeMap<>();

    /** @param schema of an error's body */
    ErrorResponses(JsonNode schema, ResponseHeaders headers) {
        this.schema = schema;
        this.headers = headers;
    }

    /** Adds a response for each status of an error that the route can answer with. */
    void addTo(ObjectNode operation, Route route) {
        RouteErrors.byStatus(route)
                .forEach((status, codes) -> operation.set(Integer.toString(status), shared(status, codes, route)));
    }

    /** The examples that responses refer to, by name. */
    ObjectNode examples() {
        ObjectNode all = NODES.objectNode();
        examples.forEach((code, body) -> all.putObject(code).set("value", body));
        return all;
    }

    /** The responses that operations refer to, by name. */
    ObjectNode responses() {
        ObjectNode all = NODES.objectNode();
        responses.forEach(all::set);
        return all;
    }

    /** Routes with the same codes share a response, which is named after them; one with a message of its own is its own. */
    private ObjectNode shared(int status, Set<String> codes, Route route) {
        if (route.target() instanceof Target.FixedError(String code, String _) && codes.contains(code)) {
            return response(status, codes, route);
        }
        String name = status + "-" + String.join("-", codes);
        responses.computeIfAbsent(name, key -> response(status, codes, route));
        return NODES.objectNode().put("$ref", "#/components/responses/" + name);
    }

    private ObjectNode response(int status, Set<String> codes, Route route) {
        ObjectNode response = NODES.objectNode();
        response.put(
                "description", codes.stream().map(ErrorResponses::described).collect(Collectors.joining("\n")));
        response.set(
                "headers",
                headers.ofError(
                        status,
                        codes.contains(ErrorCode.FORBIDDEN.code()),
                        codes.contains(ErrorCode.RATE_LIMITED.code())));
        ObjectNode media = response.putObject("content").putObject("application/json");
        media.set("schema", schema.deepCopy());
        ObjectNode named = media.putObject("examples");
        codes.forEach(code -> named.set(code, example(code, route)));
        var listed = response.putArray("x-error-codes");
        codes.forEach(listed::add);
        return response;
    }

    private JsonNode example(String code, Route route) {
        if (route.target() instanceof Target.FixedError(String fixed, String message) && fixed.equals(code)) {
            return NODES.objectNode().set("value", ErrorSchemas.example(code, message));
        }
        examples.computeIfAbsent(code, ErrorSchemas::example);
        return NODES.objectNode().put("$ref", "#/components/examples/" + code);
    }

    private static String described(String code) {
        return "- `" + code + "`"
                + ErrorCode.of(code).map(known -> ": " + known.message()).orElse("");
    }
}
