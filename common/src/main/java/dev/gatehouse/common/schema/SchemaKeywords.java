package dev.gatehouse.common.schema;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where schemas are within a schema (JSON Schema 2020-12, sections 8 to 11); everything else in it is plain data. */
public final class SchemaKeywords {
    public static final String REF = "$ref";
    public static final String DYNAMIC_REF = "$dynamicRef";
    public static final String ID = "$id";

    /** What has a meaning only where the schema is found, and none in a component. */
    public static final Set<String> OF_THE_DOCUMENT =
            Set.of("$schema", ID, "$anchor", "$dynamicAnchor", "$vocabulary", "$comment", "$defs", "definitions");

    private static final Set<String> ONE_SCHEMA = Set.of(
            "items",
            "additionalProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contains",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "contentSchema");
    private static final Set<String> LIST_OF_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

    private SchemaKeywords() {}

    /** Shows each schema directly within a schema, with the way to it as a JSON pointer. */
    static void eachWithin(JsonNode schema, BiConsumer<String, JsonNode> action) {
        schema.properties().forEach(member -> {
            String step = "/" + escaped(member.getKey());
            JsonNode value = member.getValue();
            if (ONE_SCHEMA.contains(member.getKey())) {
                action.accept(step, value);
            } else if (LIST_OF_SCHEMAS.contains(member.getKey()) && value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    action.accept(step + "/" + i, value.path(i));
                }
            } else if (NAMED_SCHEMAS.contains(member.getKey())) {
                value.properties()
                        .forEach(named -> action.accept(step + "/" + escaped(named.getKey()), named.getValue()));
            }
        });
    }

    /** A name as a step of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** A copy of a keyword's value with each schema in it replaced. */
    public static JsonNode mapped(String keyword, JsonNode value, UnaryOperator<JsonNode> replacement) {
        if (ONE_SCHEMA.contains(keyword)) {
            return replacement.apply(value);
        }
        if (LIST_OF_SCHEMAS.contains(keyword) && value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            value.forEach(schema -> list.add(replacement.apply(schema)));
            return list;
        }
        if (NAMED_SCHEMAS.contains(keyword) && value.isObject()) {
            ObjectNode named = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> named.set(member.getKey(), replacement.apply(member.getValue())));
            return named;
        }
        return value.deepCopy();
    }
}
