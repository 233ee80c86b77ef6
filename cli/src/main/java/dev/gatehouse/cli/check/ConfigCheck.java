package dev.gatehouse.cli.check;

import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.cli.Installation;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.gateway.GatewayConfig;
import dev.gatehouse.gateway.GatewayProcessConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads configuration, route and schema files as the processes would, without starting anything. */
final class ConfigCheck {
    private static final String UNKNOWN_KEY = ": unknown key";

    private final Installation installation;

    ConfigCheck(Installation installation) {
        this.installation = installation;
    }

    /** Checks both services' files, every route file that the gateway would load, and the schemas beside them. */
    List<Finding> defaults() {
        List<Finding> findings = new ArrayList<>();
        findings.add(checkGateway(installation.gatewayFile()));
        findings.add(checkAuth(installation.authFile()));
        GatewayConfig gateway = gatewayConfig();
        RouteFiles routes = RouteFiles.read(gateway.live().routesDirectory(), gateway);
        findings.addAll(routes.all());
        findings.addAll(new SchemaFiles(routes.schemaBase()).all(routes.used()));
        return findings;
    }

    /** Checks one file; what it is for shows in its name and in what it holds. */
    Finding check(Path file) {
        if (SchemaFiles.isSchemaFile(file)) {
            return SchemaFiles.check(file);
        }
        if (isList(file)) {
            return checkRoutes(file);
        }
        Finding asGateway = checkGateway(file);
        Finding asAuth = checkAuth(file);
        return unknownKeys(asGateway) <= unknownKeys(asAuth) ? asGateway : asAuth;
    }

    private static long unknownKeys(Finding finding) {
        return finding.problems().stream()
                .filter(problem -> problem.contains(UNKNOWN_KEY))
                .count();
    }

    private Finding checkGateway(Path file) {
        return checkConfig(file, "gateway", GatewayProcessConfig::read);
    }

    private Finding checkAuth(Path file) {
        return checkConfig(file, "auth service", AuthProcessConfig::read);
    }

    private Finding checkConfig(Path file, String kind, Consumer<ConfigReader> read) {
        try {
            ConfigReader reader = installation.reader(file);
            read.accept(reader);
            reader.finish();
            reader.warnOfMisspeltVariables();
            return Finding.good(file, kind);
        } catch (ConfigException e) {
            return Finding.bad(file, kind, e.problems());
        }
    }

    private Finding checkRoutes(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path directory = absolute.getParent();
        return directory != null && RouteFiles.isRouteFile(absolute)
                ? RouteFiles.read(directory, gatewayConfig()).of(file)
                : RouteFiles.misnamed(file);
    }

    /** The gateway's configuration for what it says about routes; where it is not valid, with defaults in place of what is wrong. */
    private GatewayConfig gatewayConfig() {
        try {
            return GatewayConfig.read(installation.reader(installation.gatewayFile()));
        } catch (ConfigException e) {
            return GatewayConfig.read(installation.defaults());
        }
    }

    private static boolean isList(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader) instanceof SequenceNode;
        } catch (IOException | YAMLException e) {
            // Read once more as configuration, where it is told.
            return false;
        }
    }
}
