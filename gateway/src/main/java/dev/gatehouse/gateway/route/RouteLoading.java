package dev.gatehouse.gateway.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What comes of loading the route files: a table, or everything that is wrong with them. */
public sealed interface RouteLoading {
    /** Every file and directory that the outcome depends on, whether it is there or not. */
    Set<Path> files();

    record Loaded(RouteTable table, Set<Path> files) implements RouteLoading {
        public Loaded {
            files = Set.copyOf(files);
        }
    }

    /**
     * No table.
     *
     * @param problems at least one, in the order of files and lines
     */
    record Refused(List<RouteProblem> problems, Set<Path> files) implements RouteLoading {
        public Refused {
            problems = List.copyOf(problems);
            files = Set.copyOf(files);
        }
    }
}
