package dev.gatehouse.common.config;

import dev.gatehouse.common.config.FileValue.Listing;
import dev.gatehouse.common.config.FileValue.Nested;
import dev.gatehouse.common.config.FileValue.Nothing;
import dev.gatehouse.common.config.FileValue.Scalar;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file as a flat map from dotted paths to values. Confined to one reading. */
final class YamlFile {
    private static final int MAX_DEPTH = 20;

    private final Map<String, FileValue> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private YamlFile() {}

    /** Throws {@link ConfigException} where the file cannot be read, is not YAML, or has a key twice; never quotes the file. */
    static Map<String, FileValue> read(Path file) {
        YamlFile yaml = new YamlFile();
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .compose(new StringReader(Files.readString(file)));
            if (root != null) {
                yaml.addRoot(root);
            }
        } catch (MalformedInputException e) {
            yaml.problems.add("the file is not UTF-8 text");
        } catch (IOException e) {
            yaml.problems.add("the file cannot be read");
        } catch (MarkedYAMLException e) {
            // Its message quotes the line, which may hold a secret.
            yaml.problems.add("the file is not valid YAML: " + e.getProblem() + at(e.getProblemMark()));
        } catch (YAMLException e) {
            yaml.problems.add("the file is not valid YAML");
        }
        if (!yaml.problems.isEmpty()) {
            throw new ConfigException(file.toString(), yaml.problems);
        }
        return yaml.values;
    }

    private void addRoot(Node root) {
        if (root instanceof MappingNode mapping) {
            addGroup("", mapping, 0);
        } else if (!root.getTag().equals(Tag.NULL)) {
            problems.add("the file is not a group of keys" + at(root.getStartMark()));
        }
    }

    private void addGroup(String prefix, MappingNode group, int depth) {
        if (depth > MAX_DEPTH) {
            problems.add("keys are nested more than " + MAX_DEPTH + " deep" + at(group.getStartMark()));
            return;
        }
        for (NodeTuple entry : group.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                add(prefix + key.getValue(), entry.getValueNode(), line(key), depth);
            } else {
                problems.add(
                        "a key is not a single word" + at(entry.getKeyNode().getStartMark()));
            }
        }
    }

    private void add(String path, Node node, int line, int depth) {
        switch (node) {
            case MappingNode group when !group.getValue().isEmpty() -> addGroup(path + ".", group, depth + 1);
            case ScalarNode scalar
            when !scalar.getTag().equals(Tag.NULL) -> put(path, new Scalar(scalar.getValue(), line));
            case SequenceNode list -> put(path, list(list, line));
            default -> put(path, new Nothing(line));
        }
    }

    private static FileValue list(SequenceNode list, int line) {
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (item instanceof ScalarNode scalar) {
                items.add(scalar.getValue());
            } else {
                return new Nested(line);
            }
        }
        return new Listing(items, line);
    }

    private void put(String path, FileValue value) {
        FileValue before = values.putIfAbsent(path, value);
        if (before != null) {
            problems.add(path + ": is there twice, in line " + before.line() + " and in line " + value.line());
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String at(@Nullable Mark mark) {
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ")";
    }
}
