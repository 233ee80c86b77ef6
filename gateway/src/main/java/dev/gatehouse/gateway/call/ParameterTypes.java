package dev.gatehouse.gateway.call;

import dev.gatehouse.common.schema.JsonSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Gives the texts of path and query parameters the types that the schema names. A text that is not of its type stays a text, which is
 * then the schema's to refuse, together with everything else that is wrong.
 */
final class ParameterTypes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,63})");
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,63})(\\.[0-9]{1,64})?([eE][+-]?[0-9]{1,2})?");

    private final Optional<JsonSchema> schema;

    ParameterTypes(Optional<JsonSchema> schema) {
        this.schema = schema;
    }

    boolean isList(String name) {
        return property(name).map(property -> has(property, "array")).orElse(false);
    }

    JsonNode typed(String name, String text) {
        return property(name).map(property -> typed(property, text)).orElseGet(() -> NODES.stringNode(text));
    }

    JsonNode typed(String name, List<String> texts) {
        ArrayNode list = NODES.arrayNode(texts.size());
        JsonNode items = schema.flatMap(known -> known.item(name)).orElse(NODES.missingNode());
        texts.forEach(text -> list.add(typed(items, text)));
        return list;
    }

    private Optional<JsonNode> property(String name) {
        return schema.flatMap(known -> known.property(name));
    }

    private static JsonNode typed(JsonNode property, String text) {
        if (has(property, "integer") && INTEGER.matcher(text).matches()) {
            return NODES.numberNode(new BigInteger(text));
        }
        if (has(property, "number") && NUMBER.matcher(text).matches()) {
            return NODES.numberNode(new BigDecimal(text));
        }
        if (has(property, "boolean") && (text.equals("true") || text.equals("false"))) {
            return NODES.booleanNode(text.equals("true"));
        }
        return NODES.stringNode(text);
    }

    private static boolean has(JsonNode property, String type) {
        JsonNode types = property.path("type");
        return types.isArray()
                ? types.valueStream().anyMatch(one -> one.asString("").equals(type))
                : types.asString("").equals(type);
    }
}
