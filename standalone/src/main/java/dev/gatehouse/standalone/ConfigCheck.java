package dev.gatehouse.standalone;

import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.gateway.GatewayConfig;
import dev.gatehouse.gateway.GatewayProcessConfig;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteProblem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads configuration and route files as the processes would, without starting anything. */
final class ConfigCheck {
    private static final String UNKNOWN_KEY = ": unknown key";

    private final Path etc;
    private final Map<String, String> environment;
    private final Map<String, String> properties;

    /**
     * @param etc where the files are that are checked when none is named
     */
    ConfigCheck(Path etc, Map<String, String> environment, Map<String, String> properties) {
        this.etc = etc;
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
    }

    /**
     * What was found in one file.
     *
     * @param kind what the file was taken for
     * @param problems empty where it is good
     */
    record Finding(Path file, String kind, List<String> problems) {
        Finding {
            problems = List.copyOf(problems);
        }

        boolean isGood() {
            return problems.isEmpty();
        }

        private long unknownKeys() {
            return problems.stream()
                    .filter(problem -> problem.contains(UNKNOWN_KEY))
                    .count();
        }

        /** For people: one line where it is good, else one for each problem below a heading. */
        @Override
        public String toString() {
            return isGood()
                    ? file + ": ok (" + kind + ")"
                    : file + ": " + problems.size() + (problems.size() == 1 ? " problem" : " problems") + " (" + kind
                            + ")\n  - " + String.join("\n  - ", problems);
        }
    }

    /** Checks both services' files and every route file that the gateway would load. */
    List<Finding> defaults() {
        Path gateway = etc.resolve("gateway.yaml");
        return Stream.concat(
                        Stream.of(checkGateway(gateway), checkAuth(etc.resolve("auth-service.yaml"))),
                        routeFiles(gatewayConfig(gateway).live().routesDirectory()))
                .toList();
    }

    /** Checks one file; what it is for shows in what it holds. */
    Finding check(Path file) {
        if (isList(file)) {
            return checkRoutes(file);
        }
        Finding asGateway = checkGateway(file);
        Finding asAuth = checkAuth(file);
        return asGateway.unknownKeys() <= asAuth.unknownKeys() ? asGateway : asAuth;
    }

    private Finding checkGateway(Path file) {
        return checkConfig(file, "gateway", GatewayProcessConfig::read);
    }

    private Finding checkAuth(Path file) {
        return checkConfig(file, "auth service", AuthProcessConfig::read);
    }

    private Finding checkConfig(Path file, String kind, Consumer<ConfigReader> read) {
        try {
            ConfigReader reader = reader(file);
            read.accept(reader);
            reader.finish();
            return new Finding(file, kind, List.of());
        } catch (ConfigException e) {
            return new Finding(file, kind, e.problems());
        }
    }

    private Stream<Finding> routeFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .map(this::checkRoutes)
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.of(new Finding(directory, "routes", List.of("the directory cannot be read: " + e)));
        }
    }

    /** A file is read together with the others of its directory, because names and paths must be unique in all of them. */
    private Finding checkRoutes(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!absolute.getFileName().toString().endsWith(".yaml")) {
            return new Finding(
                    file, "routes", List.of("the name of a route file ends with .yaml, or it is not loaded"));
        }
        GatewayConfig config = gatewayConfig(etc.resolve("gateway.yaml"));
        return switch (config.withRoutesDirectory(parent(absolute))
                .routeTableLoader()
                .load()) {
            case RouteLoading.Loaded loaded -> new Finding(file, "routes", List.of());
            case RouteLoading.Refused(List<RouteProblem> problems, Set<Path> _) ->
                new Finding(
                        file,
                        "routes",
                        problems.stream()
                                .filter(problem -> problem.file().equals(absolute.toString()))
                                .map(problem -> problem.line() == 0
                                        ? problem.text()
                                        : "line " + problem.line() + ", column " + problem.column() + ": "
                                                + problem.text())
                                .toList());
        };
    }

    /** The gateway's configuration for what it says about routes; where it is not valid, with defaults in place of what is wrong. */
    private GatewayConfig gatewayConfig(Path file) {
        try {
            return GatewayConfig.read(reader(file));
        } catch (ConfigException e) {
            return GatewayConfig.read(new ConfigReader(ConfigSources.ofMap("defaults", Map.of(), etc)));
        }
    }

    private ConfigReader reader(Path file) {
        return new ConfigReader(ConfigSources.of(file, environment, properties));
    }

    private static boolean isList(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader) instanceof SequenceNode;
        } catch (IOException | YAMLException e) {
            // Read once more as configuration, where it is told.
            return false;
        }
    }

    private static Path parent(Path absolute) {
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }
}
