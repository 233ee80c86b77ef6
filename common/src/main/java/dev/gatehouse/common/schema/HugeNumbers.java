package dev.gatehouse.common.schema;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Numbers beyond 64 bits that are written with a fraction or an exponent, such as {@code 1e300}. The validator fails on them where it compares
 * them with a whole number; written as integers it knows how.
 */
final class HugeNumbers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double LIMIT = 0x1p63;

    private HugeNumbers() {}

    /** A copy in which they are integers. */
    static JsonNode asIntegers(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = NODES.objectNode();
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    copy.set(field.getKey(), asIntegers(field.getValue()));
                }
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = NODES.arrayNode(array.size());
                array.forEach(item -> copy.add(asIntegers(item)));
                yield copy;
            }
            default -> node.isFloatingPointNumber() ? number(node, node.doubleValue()) : node;
        };
    }

    private static JsonNode number(JsonNode node, double value) {
        boolean huge = Math.abs(value) >= LIMIT && Double.isFinite(value);
        return huge ? NODES.numberNode(new BigDecimal(value).toBigInteger()) : node;
    }
}
