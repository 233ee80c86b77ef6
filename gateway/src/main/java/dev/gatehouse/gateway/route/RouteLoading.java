package dev.gatehouse.gateway.route;

import java.util.List;

/** What comes of loading the route files: a table, or everything that is wrong with them. */
public sealed interface RouteLoading {
    record Loaded(RouteTable table) implements RouteLoading {}

    /**
     * No table.
     *
     * @param problems at least one, in the order of files and lines
     */
    record Refused(List<RouteProblem> problems) implements RouteLoading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
