package dev.gatehouse.cli.check;

import dev.gatehouse.gateway.GatewayConfig;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteProblem;
import dev.gatehouse.gateway.route.RouteReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The route files of one directory, read together as the gateway does: names and paths must be unique in all of them. Immutable. */
final class RouteFiles {
    private static final String KIND = "routes";

    private final Path directory;
    private final RouteReview review;

    private RouteFiles(Path directory, RouteReview review) {
        this.directory = directory;
        this.review = review;
    }

    /**
     * Reads the files.
     *
     * @param config says what bounds the routes have
     */
    static RouteFiles read(Path directory, GatewayConfig config) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new RouteFiles(
                absolute,
                config.withRoutesDirectory(absolute).routeTableLoader().review());
    }

    static boolean isRouteFile(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".yaml");
    }

    /** What was found in a file that is not loaded for its name. */
    static Finding misnamed(Path file) {
        return Finding.bad(file, KIND, List.of("the name of a route file ends with .yaml, or it is not loaded"));
    }

    /** The routes; empty where something is wrong with a file. */
    Optional<List<Route>> routes() {
        return switch (review.loading()) {
            case RouteLoading.Loaded loaded -> Optional.of(loaded.table().routes());
            case RouteLoading.Refused _ -> Optional.empty();
        };
    }

    /** Every schema that a route names or that such a schema refers to, among others. */
    Set<Path> used() {
        return review.loading().files();
    }

    /** The directory that schemas are named from. */
    Path schemaBase() {
        Path parent = directory.getParent();
        return parent == null ? directory : parent;
    }

    /** What was found in each of the files; or in the directory, where it cannot be read. */
    List<Finding> all() {
        Finding ofDirectory = of(directory);
        if (!ofDirectory.isGood()) {
            return List.of(ofDirectory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(RouteFiles::isRouteFile).sorted().map(this::of).toList();
        } catch (IOException e) {
            return List.of(Finding.bad(directory, KIND, List.of("the directory cannot be read: " + e)));
        }
    }

    /** What was found in one of the files. */
    Finding of(Path file) {
        String name = file.toAbsolutePath().normalize().toString();
        return new Finding(
                file,
                KIND,
                switch (review.loading()) {
                    case RouteLoading.Loaded _ -> List.of();
                    case RouteLoading.Refused refused -> texts(refused.problems(), name);
                },
                texts(review.warnings(), name));
    }

    private static List<String> texts(List<RouteProblem> problems, String file) {
        return problems.stream()
                .filter(problem -> problem.file().equals(file))
                .map(problem -> problem.line() == 0
                        ? problem.text()
                        : "line " + problem.line() + ", column " + problem.column() + ": " + problem.text())
                .toList();
    }
}
