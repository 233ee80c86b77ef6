package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All routes, found by name or by HTTP method and path. Immutable. */
public final class RouteTable {
    /** What the gateway answers itself on every path that leads to a route. */
    public static final String OPTIONS = "OPTIONS";

    private static final RouteMatch NOTHING = new RouteMatch.Nothing();
    private static final RouteMatch BAD_PATH = new RouteMatch.BadPath();

    private final List<Route> routes;
    private final Map<String, Route> byName;
    private final PathTree paths;

    RouteTable(List<Route> routes, PathTree paths) {
        this.routes = List.copyOf(routes);
        this.byName = routes.stream().collect(Collectors.toUnmodifiableMap(Route::name, Function.identity()));
        this.paths = paths;
    }

    /** The table of the given routes. Throws {@link IllegalArgumentException} where two have one name or one method and path. */
    public static RouteTable of(List<Route> routes) {
        PathTree paths = new PathTree();
        for (Route route : routes) {
            route.endpoint().flatMap(endpoint -> paths.add(route, endpoint)).ifPresent(other -> {
                throw new IllegalArgumentException(route.name() + " and " + other.name() + " share a path");
            });
        }
        return new RouteTable(routes, paths);
    }

    /** Every route, in the order of the files. */
    public List<Route> routes() {
        return routes;
    }

    public Optional<Route> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * What a request line leads to. {@code HEAD} is served where {@code GET} is. No route has {@code OPTIONS}, which every path allows.
     *
     * @param rawPath as it came, still encoded
     */
    public RouteMatch match(String method, String rawPath) {
        Optional<List<String>> split = PathSegments.split(rawPath);
        if (split.isEmpty()) {
            return BAD_PATH;
        }
        List<String> segments = split.get();
        List<String> values = new ArrayList<>(2);
        PathTree.Entry entry = paths.find(method.equals("HEAD") ? "GET" : method, segments, 0, values);
        if (entry != null) {
            return new RouteMatch.Found(entry.route(), entry.parameters(), values);
        }
        Set<String> allowed = new TreeSet<>();
        paths.methods(segments, 0, allowed);
        if (allowed.isEmpty()) {
            return NOTHING;
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add(OPTIONS);
        return new RouteMatch.OtherMethods(allowed);
    }
}
