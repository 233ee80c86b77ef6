package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one YAML mapping: each reading notes what is wrong, with its place, and goes on. Confined to the loading thread.
 */
final class YamlFields {
    private final RouteProblems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlFields(RouteProblems problems) {
        this.problems = problems;
    }

    /**
     * The fields of a mapping; unknown keys and keys given twice are noted.
     *
     * @param known the keys that may be there
     */
    static YamlFields of(MappingNode mapping, List<String> known, RouteProblems problems) {
        YamlFields fields = new YamlFields(problems);
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                problems.at(keyNode, shown(key) + ": unknown key; allowed are " + String.join(", ", known));
            } else {
                Node before = fields.values.putIfAbsent(key, tuple.getValueNode());
                if (before != null) {
                    problems.at(keyNode, key + ": is there twice, first at " + problems.place(before));
                }
            }
        }
        return fields;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** One value; empty where the key is not there or its value is not allowed, which is then noted. */
    <T> Optional<T> value(String key, String allowed, Function<String, Optional<T>> parse) {
        return node(key).flatMap(node -> parsed(key, node, allowed, parse));
    }

    /** One value and its place; else as {@link #value}. */
    <T> Optional<Placed<T>> placed(String key, String allowed, Function<String, Optional<T>> parse) {
        return node(key).flatMap(node -> parsed(key, node, allowed, parse).map(value -> new Placed<>(value, node)));
    }

    /** A value with its place. */
    record Placed<T>(T value, Node node) {}

    /** A list of values; empty where the key is not there. What is not allowed is noted and left out. */
    <T> List<T> list(String key, String allowed, Function<String, Optional<T>> parse) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode sequence)) {
            problems.at(node.get(), key + ": must be a list of " + allowed);
            return List.of();
        }
        List<T> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            parsed(key, item, allowed, parse).ifPresent(list::add);
        }
        return list;
    }

    /** Notes a problem with a key's value. */
    void refuse(String key, String text) {
        node(key).ifPresent(node -> problems.at(node, key + ": " + text));
    }

    private <T> Optional<T> parsed(String key, Node node, String allowed, Function<String, Optional<T>> parse) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, key + ": must be one value: " + allowed);
            return Optional.empty();
        }
        if (node.getTag().equals(Tag.NULL)) {
            problems.at(node, key + ": has no value; allowed is " + allowed);
            return Optional.empty();
        }
        Optional<T> value = parse.apply(scalar.getValue());
        if (value.isEmpty()) {
            problems.at(node, key + ": " + shown(scalar.getValue()) + " is not allowed: " + allowed);
        }
        return value;
    }

    private static String shown(String text) {
        return "\"" + text + "\"";
    }
}
