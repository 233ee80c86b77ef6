package dev.gatehouse.gateway.route;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A route and where it is written, so that a clash with another one can name both places.
 *
 * @param problems of the file that it is in
 * @param name the place of its name
 * @param endpoint the place of its method and path
 */
record PlacedRoute(Route route, RouteProblems problems, Node name, Optional<Node> endpoint) {}
