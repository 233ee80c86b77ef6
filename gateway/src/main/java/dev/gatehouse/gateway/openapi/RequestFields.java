package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.schema.SchemaKeywords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request, to be told apart by where a client sends them: the gateway makes one object of path, query and body, and the schema
 * is that of the whole. Confined to the building of one document.
 */
public final class RequestFields {
    /** Keywords whose schemas speak of the same object. */
    private static final Set<String> OF_THE_SAME_OBJECT = Set.of("allOf", "anyOf", "oneOf", "if", "then", "else");

    private final SchemaBundle bundle;
    private final JsonNode schema;
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final Set<String> required = new HashSet<>();

    /** @param schema of the request, or a reference to it */
    public RequestFields(SchemaBundle bundle, JsonNode schema) {
        this.bundle = bundle;
        this.schema = schema;
        gather(schema, new ArrayList<>());
    }

    /** What is said of each field, in the order of the schema. */
    public Map<String, JsonNode> properties() {
        return properties;
    }

    public boolean isRequired(String field) {
        return required.contains(field);
    }

    /** Whether there may be fields that the schema does not name. */
    boolean isOpen() {
        JsonNode root = bundle.resolved(schema);
        return !isFalse(root.path("additionalProperties")) && !isFalse(root.path("unevaluatedProperties"));
    }

    /** The schema of the object without the given fields; the very same, or a reference, where it has none of them. */
    public JsonNode without(Set<String> fields) {
        return properties.keySet().stream().noneMatch(fields::contains)
                ? schema
                : stripped(schema, fields, new ArrayList<>());
    }

    private void gather(JsonNode part, List<JsonNode> seen) {
        JsonNode at = bundle.resolved(part);
        if (seen.contains(at)) {
            return;
        }
        seen.add(at);
        at.path("properties").properties().forEach(field -> properties.putIfAbsent(field.getKey(), field.getValue()));
        at.path("required").forEach(name -> required.add(name.asString("")));
        at.path("allOf").forEach(inner -> gather(inner, seen));
    }

    private JsonNode stripped(JsonNode part, Set<String> fields, List<JsonNode> above) {
        JsonNode at = bundle.resolved(part);
        if (!at.isObject() || above.contains(at)) {
            return part;
        }
        List<JsonNode> way = new ArrayList<>(above);
        way.add(at);
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        at.properties().forEach(member -> {
            String keyword = member.getKey();
            JsonNode value = member.getValue();
            if (OF_THE_SAME_OBJECT.contains(keyword)) {
                copy.set(keyword, SchemaKeywords.mapped(keyword, value, inner -> stripped(inner, fields, way)));
            } else {
                withoutNames(keyword, value, fields, copy);
            }
        });
        return copy;
    }

    private static void withoutNames(String keyword, JsonNode value, Set<String> fields, ObjectNode copy) {
        switch (keyword) {
            case "properties", "dependentRequired", "dependentSchemas" -> {
                ObjectNode left = value.deepCopy().asObject().without(fields);
                if (!left.isEmpty()) {
                    copy.set(keyword, left);
                }
            }
            case "required" -> {
                ArrayNode left = JsonNodeFactory.instance.arrayNode();
                value.valueStream()
                        .filter(name -> !fields.contains(name.asString("")))
                        .forEach(left::add);
                if (!left.isEmpty()) {
                    copy.set(keyword, left);
                }
            }
            // Examples of the whole are examples of what is left once they lose the same fields.
            case "examples" -> {
                ArrayNode left = JsonNodeFactory.instance.arrayNode();
                value.forEach(example -> left.add(
                        example.isObject() ? example.deepCopy().asObject().without(fields) : example.deepCopy()));
                copy.set(keyword, left);
            }
            default -> copy.set(keyword, value.deepCopy());
        }
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }
}
