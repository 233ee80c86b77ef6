package dev.gatehouse.gateway.route;

import java.util.List;
import java.util.Set;

/** What a method and a path lead to. */
public sealed interface RouteMatch {
    /**
     * A route.
     *
     * @param values of the path's parameters, decoded, in the order of the template
     */
    record Found(Route route, List<String> parameters, List<String> values) implements RouteMatch {}

    /**
     * A path that has other methods.
     *
     * @param allowed for the {@code Allow} header, sorted
     */
    record OtherMethods(Set<String> allowed) implements RouteMatch {}

    /** No such path. */
    record Nothing() implements RouteMatch {}

    /** A path that breaks RFC 3986. */
    record BadPath() implements RouteMatch {}
}
