package dev.gatehouse.gateway.asyncapi;

import dev.gatehouse.common.schema.SchemaKeywords;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in JSON Schema draft 7, which AsyncAPI 3.0 is built on, what a schema of 2020-12 says. What draft 7 has no word for is left out: the schema then
 * allows more, never less. The changes are those of the release notes of 2019-09 and 2020-12, read backwards.
 */
final class Draft7 {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ITEMS = "items";
    private static final String PREFIX_ITEMS = "prefixItems";
    private static final String ALL_OF = "allOf";

    private static final Set<String> UNKNOWN =
            Set.of("unevaluatedItems", "unevaluatedProperties", "maxContains", "contentSchema");
    private static final Map<String, String> RENAMED =
            Map.of("dependentRequired", "dependencies", "dependentSchemas", "dependencies");

    private Draft7() {}

    static JsonNode of(JsonNode schema) {
        if (!schema.isObject()) {
            return schema.deepCopy();
        }
        ObjectNode copy = NODES.objectNode();
        schema.properties().forEach(member -> add(copy, member.getKey(), member.getValue(), schema));
        return withReferenceAlone(copy);
    }

    private static void add(ObjectNode copy, String keyword, JsonNode value, JsonNode schema) {
        JsonNode translated = SchemaKeywords.mapped(keyword, value, Draft7::of);
        if (keyword.equals(PREFIX_ITEMS)) {
            copy.set(ITEMS, translated);
        } else if (keyword.equals(ITEMS) && schema.has(PREFIX_ITEMS)) {
            copy.set("additionalItems", translated);
        } else if (RENAMED.containsKey(keyword)) {
            String name = RENAMED.getOrDefault(keyword, keyword);
            ObjectNode both = copy.has(name) ? copy.path(name).asObject() : copy.putObject(name);
            translated
                    .properties()
                    .forEach(one -> both.set(one.getKey(), joined(both.path(one.getKey()), one.getValue())));
        } else if (keyword.equals("minContains") || (keyword.equals("contains") && mayContainNone(schema))) {
            // Draft 7 asks for one that holds, no more; and there is no way to ask for none.
            return;
        } else if (!UNKNOWN.contains(keyword)) {
            copy.set(keyword, translated);
        }
    }

    private static boolean mayContainNone(JsonNode schema) {
        return schema.path("minContains").asInt(1) == 0;
    }

    /** What a property asks for, where both its presence asks for others and its presence asks for a schema. */
    private static JsonNode joined(JsonNode before, JsonNode more) {
        if (before.isMissingNode()) {
            return more;
        }
        ObjectNode both = NODES.objectNode();
        both.putArray(ALL_OF).add(asSchema(before)).add(asSchema(more));
        return both;
    }

    private static JsonNode asSchema(JsonNode dependency) {
        return dependency.isArray() ? NODES.objectNode().set("required", dependency) : dependency;
    }

    /** Draft 7 ignores what stands beside a reference. */
    private static JsonNode withReferenceAlone(ObjectNode schema) {
        JsonNode reference = schema.path(SchemaKeywords.REF);
        if (reference.isMissingNode() || schema.size() == 1) {
            return schema;
        }
        schema.remove(SchemaKeywords.REF);
        ArrayNode all = NODES.arrayNode();
        all.addObject().set(SchemaKeywords.REF, reference);
        schema.path(ALL_OF).forEach(all::add);
        schema.set(ALL_OF, all);
        return schema;
    }
}
