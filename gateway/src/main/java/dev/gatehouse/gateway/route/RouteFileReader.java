package dev.gatehouse.gateway.route;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** Reads one route file: a list of entries. Confined to the loading thread. */
final class RouteFileReader {
    private final RouteProblems problems;
    private final RouteEntryReader entries;

    RouteFileReader(SchemaFiles schemas, RouteBounds bounds, RouteProblems problems) {
        this.problems = problems;
        this.entries = new RouteEntryReader(schemas, bounds, problems);
    }

    /** The routes of the file that have a name; whatever is wrong has been noted. */
    List<PlacedRoute> read(Path file) {
        Node root = parse(file);
        List<PlacedRoute> routes = new ArrayList<>();
        if (root == null) {
            return routes;
        }
        if (!(root instanceof SequenceNode sequence)) {
            problems.at(root, "a route file is a list of routes, each begun by \"- name: ...\"");
            return routes;
        }
        for (Node entry : sequence.getValue()) {
            if (entry instanceof MappingNode mapping) {
                entries.read(mapping).ifPresent(routes::add);
            } else {
                problems.at(entry, "a route is a mapping that begins with \"name: ...\"");
            }
        }
        return routes;
    }

    private @Nullable Node parse(Path file) {
        try (UnicodeReader reader = new UnicodeReader(Files.newInputStream(file))) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String text = "is not valid YAML: " + e.getProblem();
            if (mark == null) {
                problems.ofFile(text);
            } else {
                problems.at(mark, text);
            }
        } catch (YAMLException e) {
            problems.ofFile("is not valid YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            problems.ofFile("is not UTF-8");
        } catch (IOException e) {
            problems.ofFile("cannot be read: " + e.getMessage());
        }
        return null;
    }
}
