package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.List;

/** What an entry of a route file may leave out, and better would not. */
final class RouteWarnings {
    private RouteWarnings() {}

    static List<RouteProblem> of(List<PlacedRoute> routes) {
        List<RouteProblem> warnings = new ArrayList<>();
        for (PlacedRoute placed : routes) {
            RouteProblems place = new RouteProblems(placed.problems().file());
            texts(placed.route())
                    .forEach(text -> place.at(placed.name(), placed.route().name() + ": " + text));
            warnings.addAll(place.found());
        }
        return warnings;
    }

    private static List<String> texts(Route route) {
        List<String> texts = new ArrayList<>();
        boolean isRpc = route.target() instanceof Target.Rpc;
        if (isRpc && route.request().schema().isEmpty()) {
            texts.add("no request: the service gets any JSON object that a client sends");
        }
        if (isRpc && route.reply().schema().isEmpty()) {
            texts.add("no response: the API's description cannot say what the answer holds");
        }
        if (route.summary().isBlank()) {
            texts.add("no summary: the API's description cannot say what it is for");
        }
        return texts;
    }
}
