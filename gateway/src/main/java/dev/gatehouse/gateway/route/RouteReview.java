package dev.gatehouse.gateway.route;

import java.util.List;

/**
 * What is to be said of the route files.
 *
 * @param loading the table, or what is wrong
 * @param warnings what is allowed and yet may not be meant, in the order of files and lines
 */
public record RouteReview(RouteLoading loading, List<RouteProblem> warnings) {
    public RouteReview {
        warnings = List.copyOf(warnings);
    }
}
