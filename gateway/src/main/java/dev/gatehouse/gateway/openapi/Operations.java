package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.Target;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes routes as operations. Confined to the building of one document. */
final class Operations {
    static final String SECURITY_SCHEME = "bearer";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaBundle bundle;
    private final Examples examples;
    private final ErrorResponses errors;
    private final ResponseHeaders headers;
    private final RequestParts requests;
    private final Identifiers ids = new Identifiers();

    Operations(SchemaBundle bundle, Examples examples, ErrorResponses errors, ResponseHeaders headers) {
        this.bundle = bundle;
        this.examples = examples;
        this.errors = errors;
        this.headers = headers;
        this.requests = new RequestParts(bundle, examples);
    }

    /** @param parameters the names of the path's parameters in the document, in order */
    ObjectNode operation(Route route, List<String> parameters) {
        String id = ids.claim(Identifiers.camel(route.name()));
        ObjectNode operation = NODES.objectNode();
        operation.putArray("tags").add(route.domain());
        operation.put("summary", route.summary().isEmpty() ? route.name() : route.summary());
        String description = AccessWords.of(route.access());
        if (!description.isEmpty()) {
            operation.put("description", description);
        }
        operation.put("operationId", id);
        requests.addTo(operation, route, id, parameters);
        ObjectNode responses = operation.putObject("responses");
        if (!(route.target() instanceof Target.FixedError)) {
            responses.set(Integer.toString(route.reply().status()), success(route, id));
        }
        errors.addTo(responses, route);
        security(operation, route.access());
        operation.put("x-route", route.name());
        return operation;
    }

    private ObjectNode success(Route route, String id) {
        ObjectNode response = NODES.objectNode();
        response.put("description", "Success.");
        response.set("headers", headers.ofSuccess(route));
        ObjectNode media = response.putObject("content").putObject("application/json");
        JsonNode data = route.reply()
                .schema()
                .<JsonNode>map(bundle::reference)
                .orElseGet(() -> NODES.objectNode().put("type", "object"));
        media.set(
                "schema",
                route.reply().envelope() ? bundle.add(Identifiers.pascal(id) + "Response", envelope(data)) : data);
        if (route.target() instanceof Target.FixedData(byte[] json)) {
            examples.fixed(media, fixed(route, Json.mapper().readTree(json)));
        } else {
            examples.find(media);
        }
        return response;
    }

    private static JsonNode fixed(Route route, JsonNode data) {
        return route.reply().envelope()
                ? NODES.objectNode().put("success", true).set("data", data)
                : data;
    }

    private static ObjectNode envelope(JsonNode data) {
        ObjectNode envelope = NODES.objectNode().put("type", "object");
        envelope.putArray("required").add("success").add("data");
        ObjectNode fields = envelope.putObject("properties");
        fields.putObject("success").put("type", "boolean").put("const", true);
        fields.set("data", data);
        return envelope;
    }

    private static void security(ObjectNode operation, Access access) {
        var security = operation.putArray("security");
        switch (access.auth()) {
            case NONE -> {
                // The empty list: nobody is asked for anything.
            }
            case OPTIONAL -> {
                security.addObject();
                security.addObject().putArray(SECURITY_SCHEME);
            }
            case REQUIRED -> security.addObject().putArray(SECURITY_SCHEME);
        }
        list(operation, "x-required-scopes", access.scopes());
        list(operation, "x-required-roles", access.roles());
    }

    private static void list(ObjectNode operation, String key, List<String> words) {
        if (!words.isEmpty()) {
            new ArrayList<>(words).forEach(operation.putArray(key)::add);
        }
    }
}
