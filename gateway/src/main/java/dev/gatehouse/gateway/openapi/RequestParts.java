package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.schema.SchemaKeywords;
import dev.gatehouse.gateway.route.Route;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a request is made of: parameters and body. Confined to the building of one document. */
final class RequestParts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DELETE = "DELETE";

    private final SchemaBundle bundle;
    private final Examples examples;

    RequestParts(SchemaBundle bundle, Examples examples) {
        this.bundle = bundle;
        this.examples = examples;
    }

    void addTo(ObjectNode operation, Route route, String id, List<String> parameters) {
        RequestFields fields = new RequestFields(
                bundle,
                route.request()
                        .schema()
                        .<JsonNode>map(bundle::reference)
                        .orElseGet(() -> NODES.objectNode().put("type", "object")));
        Set<String> elsewhere = new LinkedHashSet<>();
        ArrayNode written = NODES.arrayNode();
        List<String> inPath = route.endpoint().map(at -> at.path().parameters()).orElse(List.of());
        for (int i = 0; i < inPath.size(); i++) {
            elsewhere.add(inPath.get(i));
            written.add(parameter(parameters.get(i), "path", true, pathSchema(fields, inPath.get(i))));
        }
        route.access().bearerAs().ifPresent(elsewhere::add);
        if (!RouteErrors.hasBody(route)) {
            addQuery(written, fields, elsewhere);
        }
        if (route.idempotent()) {
            written.add(idempotencyKey());
        }
        if (!written.isEmpty()) {
            operation.set("parameters", written);
        }
        if (RouteErrors.hasBody(route)) {
            addBody(operation, route, id, fields, elsewhere);
        }
    }

    private static ObjectNode idempotencyKey() {
        ObjectNode key = NODES.objectNode()
                .put("name", "Idempotency-Key")
                .put("in", "header")
                .put("required", false)
                .put(
                        "description",
                        "A new one for each thing to do, the same for each try of it: the same request is done once, and"
                                + " each later try gets the first answer.");
        key.putObject("schema").put("type", "string").put("pattern", "^[!-~]{1,64}$");
        key.put("example", "0198a1de-7c1e-7b1c-9f0a-2f6d2c0b1a55");
        return key;
    }

    private static JsonNode pathSchema(RequestFields fields, String name) {
        JsonNode schema = fields.properties().get(name);
        return schema == null ? NODES.objectNode().put("type", "string").put("minLength", 1) : schema;
    }

    private void addQuery(ArrayNode written, RequestFields fields, Set<String> elsewhere) {
        fields.properties().forEach((name, schema) -> {
            // A query has no way to write an object.
            boolean isObject = bundle.resolved(schema).path("type").asString("").equals("object");
            if (!elsewhere.contains(name) && !isObject) {
                written.add(parameter(name, "query", fields.isRequired(name), schema));
            }
        });
    }

    private ObjectNode parameter(String name, String in, boolean required, JsonNode schema) {
        ObjectNode parameter =
                NODES.objectNode().put("name", name).put("in", in).put("required", required);
        JsonNode described = schema.path("description").isString() ? schema : bundle.resolved(schema);
        if (described.path("description").isString()) {
            parameter.set("description", described.path("description"));
        }
        if (bundle.resolved(schema).path("type").asString("").equals("array")) {
            parameter.put("style", "form").put("explode", true);
        }
        parameter.set("schema", schema.deepCopy());
        examples.find(parameter);
        return parameter;
    }

    private void addBody(ObjectNode operation, Route route, String id, RequestFields fields, Set<String> elsewhere) {
        Set<String> left = new HashSet<>(fields.properties().keySet());
        left.removeAll(elsewhere);
        boolean isDelete = route.endpoint()
                .map(Route.Endpoint::method)
                .filter(DELETE::equals)
                .isPresent();
        if (left.isEmpty() && (isDelete || !fields.isOpen())) {
            return;
        }
        JsonNode schema = fields.without(elsewhere);
        ObjectNode body = operation.putObject("requestBody");
        body.put("required", left.stream().anyMatch(fields::isRequired));
        ObjectNode media = body.putObject("content").putObject("application/json");
        media.set(
                "schema",
                schema.has(SchemaKeywords.REF) || left.isEmpty()
                        ? schema
                        : bundle.add(Identifiers.pascal(id) + "Request", schema));
        examples.find(media);
    }
}
