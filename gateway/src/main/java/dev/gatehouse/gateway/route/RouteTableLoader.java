package dev.gatehouse.gateway.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads the route table from every {@code *.yaml} file of a directory, in the order of their names. Schemas are named relative to the
 * directory that holds it. Every problem of every file is found in one loading. Immutable; each loading reads the files anew.
 */
public final class RouteTableLoader {
    private final Path directory;
    private final RouteBounds bounds;

    public RouteTableLoader(Path directory, RouteBounds bounds) {
        this.directory = directory.toAbsolutePath().normalize();
        this.bounds = bounds;
    }

    public RouteLoading load() {
        return review().loading();
    }

    /** Loads the table, and looks at what is allowed in it and yet may not be meant. */
    public RouteReview review() {
        List<RouteProblems> files = new ArrayList<>();
        List<PlacedRoute> routes = new ArrayList<>();
        RouteProblems ofDirectory = new RouteProblems(directory.toString());
        files.add(ofDirectory);
        SchemaFiles schemas = new SchemaFiles(schemaDirectory());
        Set<Path> touched = new HashSet<>(Set.of(directory));
        for (Path file : files(ofDirectory)) {
            RouteProblems problems = new RouteProblems(file.toString());
            files.add(problems);
            touched.add(file);
            routes.addAll(new RouteFileReader(schemas, bounds, problems).read(file));
        }
        touched.addAll(schemas.touched());
        PathTree paths = new RouteClashes(routes).note();
        List<RouteProblem> found =
                files.stream().flatMap(problems -> problems.found().stream()).toList();
        return new RouteReview(loading(found, routes, paths, touched), RouteWarnings.of(routes));
    }

    private static RouteLoading loading(
            List<RouteProblem> found, List<PlacedRoute> routes, PathTree paths, Set<Path> touched) {
        return found.isEmpty()
                ? new RouteLoading.Loaded(
                        new RouteTable(routes.stream().map(PlacedRoute::route).toList(), paths), touched)
                : new RouteLoading.Refused(found, touched);
    }

    private List<Path> files(RouteProblems problems) {
        if (!Files.isDirectory(directory)) {
            problems.ofFile("is not a directory; routes.dir must name one with *.yaml files");
            return List.of();
        }
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.ofFile("cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    /** What schemas are named relative to. */
    public Path schemaDirectory() {
        Path parent = directory.getParent();
        return parent == null ? directory : parent;
    }
}
