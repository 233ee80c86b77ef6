package dev.gatehouse.gateway.route;

import dev.gatehouse.gateway.route.PathTemplate.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a table as a tree of segments: what a lookup costs depends on the length of the path and not on the number of routes.
 * Written by the thread that loads, then only read.
 */
final class PathTree {
    private final Map<String, PathTree> literals = new HashMap<>();
    private final Map<String, Entry> routes = new HashMap<>();
    private @Nullable PathTree parameter;

    /** A route with the names of its path's parameters. */
    record Entry(Route route, List<String> parameters) {}

    /** Adds a route. Returns the route that has the same method and the same paths already, if there is one. */
    Optional<Route> add(Route route, Route.Endpoint endpoint) {
        PathTree at = this;
        for (Segment segment : endpoint.path().segments()) {
            at = switch (segment) {
                case Segment.Literal(String text) -> at.literals.computeIfAbsent(text, key -> new PathTree());
                case Segment.Parameter _ -> at.parameterTree();
            };
        }
        Entry before = at.routes.putIfAbsent(
                endpoint.method(), new Entry(route, endpoint.path().parameters()));
        return Optional.ofNullable(before).map(Entry::route);
    }

    /**
     * A route of the same method for which there are paths that lead to both while neither is the more exact one: each has a parameter where
     * the other has a literal.
     */
    Optional<Route> rival(Route.Endpoint endpoint) {
        return Optional.ofNullable(rival(endpoint.method(), endpoint.path().segments(), 0, false, false));
    }

    /**
     * @param vaguer whether the segments before are a parameter somewhere where those of this tree are a literal
     * @param exacter whether they are a literal somewhere where those of this tree are a parameter
     */
    private @Nullable Route rival(String method, List<Segment> segments, int depth, boolean vaguer, boolean exacter) {
        if (depth == segments.size()) {
            Entry entry = routes.get(method);
            return vaguer && exacter && entry != null ? entry.route() : null;
        }
        return switch (segments.get(depth)) {
            case Segment.Literal(String text) -> {
                PathTree same = literals.get(text);
                Route found = same == null ? null : same.rival(method, segments, depth + 1, vaguer, exacter);
                yield found != null || parameter == null
                        ? found
                        : parameter.rival(method, segments, depth + 1, vaguer, true);
            }
            case Segment.Parameter _ -> {
                Route found = parameter == null ? null : parameter.rival(method, segments, depth + 1, vaguer, exacter);
                for (PathTree literal : found == null ? literals.values() : List.<PathTree>of()) {
                    found = found == null ? literal.rival(method, segments, depth + 1, true, exacter) : found;
                }
                yield found;
            }
        };
    }

    private PathTree parameterTree() {
        PathTree tree = parameter;
        if (tree == null) {
            tree = new PathTree();
            parameter = tree;
        }
        return tree;
    }

    /**
     * The entry for the method, a literal before a parameter at each segment.
     *
     * @param values receives the values of the parameters on the way
     */
    @Nullable
    Entry find(String method, List<String> segments, int depth, List<String> values) {
        if (depth == segments.size()) {
            return routes.get(method);
        }
        String segment = segments.get(depth);
        PathTree literal = literals.get(segment);
        Entry found = literal == null ? null : literal.find(method, segments, depth + 1, values);
        if (found != null || parameter == null || segment.isEmpty()) {
            return found;
        }
        values.add(segment);
        found = parameter.find(method, segments, depth + 1, values);
        if (found == null) {
            values.removeLast();
        }
        return found;
    }

    /** Gathers the methods of every route that the path leads to. */
    void methods(List<String> segments, int depth, Set<String> into) {
        if (depth == segments.size()) {
            into.addAll(routes.keySet());
            return;
        }
        String segment = segments.get(depth);
        PathTree literal = literals.get(segment);
        if (literal != null) {
            literal.methods(segments, depth + 1, into);
        }
        if (parameter != null && !segment.isEmpty()) {
            parameter.methods(segments, depth + 1, into);
        }
    }
}
