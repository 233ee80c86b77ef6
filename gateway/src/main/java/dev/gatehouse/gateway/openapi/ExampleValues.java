package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.schema.SchemaKeywords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thinks up values for schemas: what a schema itself gives as an example, default, constant or choice, else something that its type, format, pattern
 * and bounds allow. What it finds is a candidate, to be checked: conditions and the like are not looked at. Confined to one thread.
 */
final class ExampleValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 12;
    private static final int MAX_ITEMS = 10;
    private static final Set<String> SAME_VALUE = Set.of("allOf", "anyOf", "oneOf", SchemaKeywords.REF);

    private final SchemaBundle bundle;

    ExampleValues(SchemaBundle bundle) {
        this.bundle = bundle;
    }

    /** A candidate; empty where there is no telling. */
    Optional<JsonNode> of(JsonNode schema) {
        return value(schema, List.of());
    }

    /** @param above the schemas that this one is inside of, to notice those that go round */
    private Optional<JsonNode> value(JsonNode schema, List<JsonNode> above) {
        JsonNode meant = bundle.resolved(schema);
        if (!meant.isObject()) {
            return meant.asBoolean(false) ? Optional.of(NODES.objectNode()) : Optional.empty();
        }
        if (above.size() > MAX_DEPTH || above.contains(schema) || above.contains(meant)) {
            return Optional.empty();
        }
        List<JsonNode> here = new ArrayList<>(above);
        here.add(schema);
        ObjectNode whole = whole(schema, here);
        Optional<JsonNode> said = said(whole);
        return said.isPresent() ? said : ofType(whole, here);
    }

    private static Optional<JsonNode> said(JsonNode schema) {
        for (JsonNode first : List.of(
                schema.path("examples").path(0),
                schema.path("default"),
                schema.path("const"),
                schema.path("enum").path(0))) {
            if (!first.isMissingNode()) {
                return Optional.of(first.deepCopy());
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> ofType(ObjectNode schema, List<JsonNode> here) {
        return switch (type(schema)) {
            case "object" -> object(schema, here);
            case "array" -> array(schema, here);
            case "string" -> ExampleTexts.of(schema).map(NODES::stringNode);
            case "integer" -> Optional.of(ExampleNumbers.of(schema, true));
            case "number" -> Optional.of(ExampleNumbers.of(schema, false));
            case "boolean" -> Optional.of(NODES.booleanNode(true));
            case "null" -> Optional.of(NODES.nullNode());
            default -> Optional.of(NODES.objectNode());
        };
    }

    private Optional<JsonNode> object(JsonNode schema, List<JsonNode> here) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties")
                .properties()
                .forEach(field -> value(field.getValue(), here).ifPresent(value -> object.set(field.getKey(), value)));
        boolean complete = schema.path("required").valueStream().allMatch(name -> object.has(name.asString("")));
        return complete ? Optional.of(object) : Optional.empty();
    }

    private Optional<JsonNode> array(JsonNode schema, List<JsonNode> here) {
        ArrayNode array = NODES.arrayNode();
        for (JsonNode item : schema.path("prefixItems")) {
            Optional<JsonNode> value = value(item, here);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            array.add(value.get());
        }
        int least = schema.path("minItems").asInt(0);
        int wanted = Math.min(
                Math.max(least, array.isEmpty() ? 1 : 0),
                schema.path("maxItems").asInt(MAX_ITEMS));
        Optional<JsonNode> item = schema.has("items") ? value(schema.path("items"), here) : Optional.empty();
        while (item.isPresent() && array.size() < wanted && array.size() < MAX_ITEMS) {
            array.add(item.get().deepCopy());
        }
        return array.size() < least ? Optional.empty() : Optional.of(array);
    }

    /** The schema with what it refers to and, of each choice, the first branch. */
    private ObjectNode whole(JsonNode schema, List<JsonNode> seen) {
        ObjectNode whole = NODES.objectNode();
        bundle.target(schema).filter(target -> isNew(target, seen)).ifPresent(target -> merge(target, whole, seen));
        for (JsonNode part : schema.path("allOf")) {
            merge(part, whole, seen);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (!schema.path(choice).isEmpty()) {
                merge(schema.path(choice).path(0), whole, seen);
            }
        }
        schema.properties().stream()
                .filter(member -> !SAME_VALUE.contains(member.getKey()))
                .forEach(member -> add(member.getKey(), member.getValue(), whole));
        return whole;
    }

    private static boolean isNew(JsonNode target, List<JsonNode> seen) {
        boolean isNew = !seen.contains(target);
        seen.add(target);
        return isNew && seen.size() < MAX_DEPTH * 2;
    }

    private void merge(JsonNode part, ObjectNode whole, List<JsonNode> seen) {
        if (part.isObject()) {
            whole(part, seen).properties().forEach(member -> add(member.getKey(), member.getValue(), whole));
        }
    }

    private static void add(String keyword, JsonNode value, ObjectNode whole) {
        JsonNode before = whole.path(keyword);
        switch (keyword) {
            case "properties" -> {
                ObjectNode merged = before.isObject() ? before.asObject() : whole.putObject(keyword);
                value.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
            }
            case "required" -> {
                ArrayNode merged = before.isArray() ? before.asArray() : whole.putArray(keyword);
                value.forEach(merged::add);
            }
            default -> whole.set(keyword, value);
        }
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream()
                    .map(one -> one.asString(""))
                    .filter(one -> !one.equals("null"))
                    .findFirst()
                    .orElse("null");
        }
        if (type.isString()) {
            return type.asString();
        }
        if (schema.has("properties") || schema.has("required")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems")) {
            return "array";
        }
        if (schema.has("pattern") || schema.has("format") || schema.has("minLength") || schema.has("maxLength")) {
            return "string";
        }
        return schema.has("minimum") || schema.has("maximum") ? "number" : "";
    }
}
