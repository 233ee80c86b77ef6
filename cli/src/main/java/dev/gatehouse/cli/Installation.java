package dev.gatehouse.cli;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the files of an installation are, and what overrides them. Immutable.
 *
 * @param etc the directory of the configuration
 * @param environment of the process
 * @param properties the system properties
 */
public record Installation(Path etc, Map<String, String> environment, Map<String, String> properties) {
    /** The gateway, for {@code call}. */
    public static final String URL = "GATEHOUSE_URL";
    /** An access token, for {@code call}. */
    public static final String TOKEN = "GATEHOUSE_TOKEN";
    /** Whom to trust over TLS, for {@code call}. */
    public static final String CA_CERTIFICATE = "GATEHOUSE_CACERT";
    /** RabbitMQ's management API, for {@code check --broker}. */
    public static final String MANAGEMENT_URL = "GATEHOUSE_MANAGEMENT_URL";

    public Installation {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
    }

    /** The installation that the launcher belongs to, with the environment of this process. */
    public static Installation ofProcess() {
        Path home = Path.of(System.getProperty("gatehouse.home", "")).toAbsolutePath();
        return new Installation(
                home.resolve("etc"),
                System.getenv(),
                System.getProperties().stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, System::getProperty)));
    }

    /** The gateway's configuration file. */
    public Path gatewayFile() {
        return etc.resolve("gateway.yaml");
    }

    /** The auth service's configuration file. */
    public Path authFile() {
        return etc.resolve("auth-service.yaml");
    }

    /** A variable of the environment; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    /**
     * Reads a configuration file with its overrides. What is meant for the commands alone is no key of a configuration, nor a misspelt one.
     *
     * @throws dev.gatehouse.common.config.ConfigException where the file cannot be read
     */
    public ConfigReader reader(Path file) {
        Map<String, String> forServices = new HashMap<>(environment);
        forServices.keySet().removeAll(List.of(URL, TOKEN, CA_CERTIFICATE, MANAGEMENT_URL));
        return new ConfigReader(ConfigSources.of(file, forServices, properties));
    }

    /** What says nothing: every key has its default. */
    public ConfigReader defaults() {
        return new ConfigReader(ConfigSources.ofMap("defaults", Map.of(), etc));
    }

    @Override
    public String toString() {
        return "Installation[" + etc + "]";
    }
}
