package dev.gatehouse.gateway.route;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The paths that the gateway serves itself, and that no route may have. */
final class ReservedPaths {
    private static final Set<String> FIRST_SEGMENTS = Set.of("openapi.json", "asyncapi.json", "docs");
    private static final List<String> CONNECT = List.of("v1", "connect");

    private ReservedPaths() {}

    /** The reserved path that a route's path is or lies below, if it does. */
    static Optional<String> claimedBy(PathTemplate path) {
        if (literals(path).equals(CONNECT)) {
            return Optional.of("/" + String.join("/", CONNECT));
        }
        return !path.segments().isEmpty()
                        && path.segments().getFirst() instanceof PathTemplate.Segment.Literal(String first)
                        && FIRST_SEGMENTS.contains(first)
                ? Optional.of("/" + first)
                : Optional.empty();
    }

    private static List<String> literals(PathTemplate path) {
        return path.segments().stream()
                .map(segment -> segment instanceof PathTemplate.Segment.Literal(String text) ? text : "")
                .toList();
    }
}
