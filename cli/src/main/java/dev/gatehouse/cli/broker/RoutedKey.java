package dev.gatehouse.cli.broker;

import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A routing key that routes send requests with.
 *
 * @param routes the names of those routes
 */
record RoutedKey(String key, List<String> routes) {
    RoutedKey {
        routes = List.copyOf(routes);
    }

    /** Every key of a route table, in order. */
    static List<RoutedKey> of(List<Route> routes) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (Route route : routes) {
            if (route.target() instanceof Target.Rpc rpc) {
                byKey.computeIfAbsent(rpc.routingKey(), _ -> new ArrayList<>()).add(route.name());
            }
        }
        return byKey.entrySet().stream()
                .map(entry -> new RoutedKey(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** {@code orders.get: core.orders.rpc.get.v1: text}. */
    String says(String text) {
        return String.join(", ", routes) + ": " + key + ": " + text;
    }
}
