package dev.gatehouse.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Finds the routes of a table that cannot be told apart: two of one name, two of one method and path, and two where paths exist that lead to
 * both while neither is the more exact one. Confined to the loading thread.
 */
final class RouteClashes {
    private final List<PlacedRoute> routes;
    private final Map<String, PlacedRoute> byName = new HashMap<>();
    private final PathTree paths = new PathTree();

    RouteClashes(List<PlacedRoute> routes) {
        this.routes = routes;
    }

    /** The paths of all routes; each clash is noted at the later route, with the place of the earlier one. */
    PathTree note() {
        for (PlacedRoute placed : routes) {
            PlacedRoute before = byName.putIfAbsent(placed.route().name(), placed);
            if (before == null) {
                placed.route().endpoint().ifPresent(endpoint -> notePath(placed, endpoint));
            } else {
                placed.problems()
                        .at(
                                placed.name(),
                                "name: \"" + placed.route().name() + "\" is there already, at "
                                        + before.problems().place(before.name()));
            }
        }
        return paths;
    }

    private void notePath(PlacedRoute placed, Route.Endpoint endpoint) {
        Optional<Route> same = paths.add(placed.route(), endpoint);
        same.ifPresent(other -> note(placed, endpoint, "is served already, by", other));
        if (same.isEmpty()) {
            paths.rival(endpoint)
                    .ifPresent(other ->
                            note(placed, endpoint, "is ambiguous: some paths lead to it as well as to", other));
        }
    }

    private void note(PlacedRoute placed, Route.Endpoint endpoint, String what, Route other) {
        PlacedRoute before = byName.get(other.name());
        if (before == null) {
            throw new IllegalStateException("a path without a name: " + other.name());
        }
        String path = other.endpoint().map(Route.Endpoint::toString).orElse("");
        String place = before.endpoint().map(before.problems()::place).orElse("");
        Node at = placed.endpoint().orElse(placed.name());
        placed.problems()
                .at(at, "http: \"" + endpoint + "\" " + what + " " + other.name() + " (\"" + path + "\") at " + place);
    }
}
