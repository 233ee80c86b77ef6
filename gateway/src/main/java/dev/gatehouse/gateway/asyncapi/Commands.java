package dev.gatehouse.gateway.asyncapi;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.openapi.AccessWords;
import dev.gatehouse.gateway.openapi.Examples;
import dev.gatehouse.gateway.openapi.Identifiers;
import dev.gatehouse.gateway.openapi.RequestFields;
import dev.gatehouse.gateway.openapi.RouteErrors;
import dev.gatehouse.gateway.openapi.SchemaBundle;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes routes as commands: for each one the frame that asks, the frame that answers, and the operation of both. Confined to the building of one document. */
final class Commands {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String EXAMPLE = "example";
    private static final String REPLAYED = "replayed";

    private final SchemaBundle bundle;
    private final ObjectNode messages;
    private final ObjectNode operations;
    private final Examples examples;
    private final Identifiers ids = new Identifiers();
    private final List<ExampleOf> wanted = new ArrayList<>();

    /** @param holder has a schema and will have its example, which the message gets */
    private record ExampleOf(ObjectNode message, ObjectNode holder) {}

    /**
     * @param messages has those of the protocol, and gets those of the routes
     * @param operations likewise
     */
    Commands(SchemaBundle bundle, ObjectNode messages, ObjectNode operations) {
        this.bundle = bundle;
        this.messages = messages;
        this.operations = operations;
        this.examples = new Examples(bundle);
        new HashSet<>(operations.propertyNames()).forEach(ids::claim);
    }

    void addAll(RouteTable table) {
        table.routes().forEach(this::add);
        examples.write();
        wanted.forEach(Commands::show);
    }

    private void add(Route route) {
        String id = ids.claim(Identifiers.camel(route.name()));
        String command = id + "Command";
        messages.set(command, message(route, "command", Optional.empty(), request(route)));
        if (route.target() instanceof Target.FixedError) {
            operations.set(id, operation(route, command, "error"));
            return;
        }
        String result = id + "Result";
        messages.set(result, message(route, "result", fixed(route), result(route)));
        operations.set(id, operation(route, command, result, "error"));
    }

    private ObjectNode operation(Route route, String command, String... answers) {
        ObjectNode operation = NODES.objectNode().put("action", "receive");
        operation.putObject("channel").put("$ref", "#/channels/connect");
        operation.put("title", route.name());
        operation.put("summary", route.summary().isEmpty() ? route.name() : route.summary());
        String description = AccessWords.of(route.access());
        if (!description.isEmpty()) {
            operation.put("description", description);
        }
        operation.putArray("tags").addObject().put("name", route.domain());
        operation.set("messages", AsyncApiDocument.references(command));
        ObjectNode reply = operation.putObject("reply");
        reply.putObject("channel").put("$ref", "#/channels/connect");
        reply.set("messages", AsyncApiDocument.references(answers));
        operation.put("x-route", route.name());
        list(operation, "x-required-scopes", route.access().scopes());
        list(operation, "x-required-roles", route.access().roles());
        list(operation, "x-error-codes", errorCodes(route));
        return operation;
    }

    /** Those of a request over HTTP that a frame can have, too: it has no content type. */
    private static List<String> errorCodes(Route route) {
        return RouteErrors.byStatus(route).values().stream()
                .flatMap(Set::stream)
                .filter(code -> !code.equals(ErrorCode.UNSUPPORTED_MEDIA_TYPE.code()))
                .toList();
    }

    private ObjectNode message(Route route, String type, Optional<JsonNode> example, ObjectNode payload) {
        ObjectNode message = NODES.objectNode().put("name", type);
        message.put("title", (type.equals("command") ? "Command " : "Result of ") + route.name());
        message.putObject("correlationId").put("$ref", "#/components/correlationIds/id");
        message.set("payload", payload);
        ObjectNode holder = NODES.objectNode().set("schema", payload);
        example.ifPresentOrElse(given -> examples.fixed(holder, given), () -> examples.find(holder));
        wanted.add(new ExampleOf(message, holder));
        return message;
    }

    private ObjectNode request(Route route) {
        ObjectNode frame = frame("command", "domain", "command");
        frame.put("additionalProperties", false);
        ObjectNode fields = frame.path("properties").asObject();
        fields.putObject("domain").put("const", route.domain());
        fields.putObject("command")
                .put("const", route.name().substring(route.domain().length() + 1));
        RequestFields payload =
                new RequestFields(bundle, schema(route.request().schema().map(bundle::reference)));
        Set<String> added = route.access().bearerAs().map(Set::of).orElse(Set.of());
        fields.set("payload", payload.without(added));
        if (payload.properties().keySet().stream()
                .anyMatch(field -> payload.isRequired(field) && !added.contains(field))) {
            frame.withArray("required").add("payload");
        }
        fields.set("timeout_ms", common("TimeoutMs"));
        fields.set("client_msg_id", common("ClientMsgId"));
        return frame;
    }

    private ObjectNode result(Route route) {
        ObjectNode frame = frame("result", "payload");
        ObjectNode fields = frame.path("properties").asObject();
        fields.set("payload", schema(route.reply().schema().map(bundle::reference)));
        fields.putObject(REPLAYED)
                .put("const", true)
                .put("description", "There where the command was done before, under the same client_msg_id.");
        return frame;
    }

    private static Optional<JsonNode> fixed(Route route) {
        return route.target() instanceof Target.FixedData(byte[] json)
                ? Optional.of(NODES.objectNode()
                        .put("type", "result")
                        .put("id", "c1")
                        .set("payload", Json.mapper().readTree(json)))
                : Optional.empty();
    }

    private static ObjectNode frame(String type, String... required) {
        ObjectNode frame = NODES.objectNode().put("type", "object");
        var needed = frame.putArray("required").add("type").add("id");
        for (String field : required) {
            needed.add(field);
        }
        ObjectNode fields = frame.putObject("properties");
        fields.putObject("type").put("const", type);
        fields.set("id", common("FrameId"));
        return frame;
    }

    /** A schema that the protocol brings along. */
    private static ObjectNode common(String name) {
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static JsonNode schema(Optional<ObjectNode> reference) {
        return reference.orElseGet(() -> NODES.objectNode().put("type", "object"));
    }

    private static void show(ExampleOf wanted) {
        if (wanted.holder().has(EXAMPLE)) {
            ObjectNode payload = wanted.holder().path(EXAMPLE).deepCopy().asObject();
            payload.remove(REPLAYED);
            wanted.message().putArray("examples").addObject().set("payload", payload);
        }
    }

    private static void list(ObjectNode operation, String key, Collection<String> words) {
        if (!words.isEmpty()) {
            words.forEach(operation.putArray(key)::add);
        }
    }
}
