package dev.gatehouse.gateway.route;

import dev.gatehouse.common.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a YAML node into the JSON that it stands for. Confined to the loading thread. */
final class YamlJson {
    private static final int MAX_DEPTH = 32;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RouteProblems problems;

    YamlJson(RouteProblems problems) {
        this.problems = problems;
    }

    /** The bytes of the object; empty, and noted, where it is no JSON object. */
    Optional<byte[]> object(String key, Node node) {
        if (!(node instanceof MappingNode)) {
            problems.at(node, key + ": must be an object, such as {}");
            return Optional.empty();
        }
        int before = problems.found().size();
        JsonNode json = convert(key, node, 1);
        return problems.found().size() == before
                ? Optional.of(Json.mapper().writeValueAsBytes(json))
                : Optional.empty();
    }

    private JsonNode convert(String key, Node node, int depth) {
        if (depth > MAX_DEPTH) {
            problems.at(node, key + ": is nested more than " + MAX_DEPTH + " deep");
            return NODES.nullNode();
        }
        return switch (node) {
            case MappingNode mapping -> members(key, mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode array = NODES.arrayNode();
                sequence.getValue().forEach(item -> array.add(convert(key, item, depth + 1)));
                yield array;
            }
            case ScalarNode scalar -> scalar(key, scalar);
            default -> {
                problems.at(node, key + ": is not a value that JSON has");
                yield NODES.nullNode();
            }
        };
    }

    private ObjectNode members(String key, MappingNode mapping, int depth) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (name.isEmpty() || object.has(name)) {
                problems.at(tuple.getKeyNode(), key + ": each name must be a text that is there once");
            } else {
                object.set(name, convert(key, tuple.getValueNode(), depth + 1));
            }
        }
        return object;
    }

    private JsonNode scalar(String key, ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return NODES.nullNode();
            }
            if (tag.equals(Tag.INT)) {
                return NODES.numberNode(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            problems.at(
                    scalar, key + ": \"" + text + "\" is not a number that JSON has; quote it where a text is meant");
            return NODES.nullNode();
        }
        return tag.equals(Tag.BOOL) ? bool(key, scalar) : NODES.stringNode(text);
    }

    /** YAML 1.1 also reads yes, no, on and off as truth values; here only true and false are, and the others must be quoted. */
    private JsonNode bool(String key, ScalarNode scalar) {
        return switch (scalar.getValue()) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> {
                problems.at(scalar, key + ": \"" + scalar.getValue() + "\" must be true, false, or quoted");
                yield NODES.nullNode();
            }
        };
    }
}
