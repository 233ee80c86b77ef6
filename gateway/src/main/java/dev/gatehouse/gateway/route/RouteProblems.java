package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** The problems found so far in one file. Confined to the loading thread. */
final class RouteProblems {
    private final String file;
    private final List<RouteProblem> found = new ArrayList<>();

    RouteProblems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    List<RouteProblem> found() {
        return found;
    }

    /** Notes a problem of the file as a whole. */
    void ofFile(String text) {
        found.add(new RouteProblem(file, 0, 0, text));
    }

    void at(Node node, String text) {
        at(node.getStartMark(), text);
    }

    void at(Mark mark, String text) {
        found.add(new RouteProblem(file, mark.getLine() + 1, mark.getColumn() + 1, text));
    }

    /** Where a node is, to be named in the problem of another one. */
    String place(Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1) + ":"
                + (node.getStartMark().getColumn() + 1);
    }
}
