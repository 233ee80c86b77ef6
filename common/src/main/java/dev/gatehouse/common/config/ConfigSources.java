package dev.gatehouse.common.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigMappingException;
import io.helidon.config.MissingValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where values come from: system properties ({@code gatehouse.server.port}) before the environment ({@code GATEHOUSE_SERVER_PORT})
 * before the file. Immutable.
 */
public final class ConfigSources {
    private final String name;
    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Path base;

    private ConfigSources(
            String name,
            Map<String, String> file,
            Map<String, String> environment,
            Map<String, String> properties,
            Path base) {
        this.name = name;
        this.file = Map.copyOf(file);
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
        this.base = base;
    }

    /** The sources of a process: its file, its environment, its system properties. */
    public static ConfigSources ofProcess(Path file) {
        Map<String, String> properties = new TreeMap<>();
        for (String property : System.getProperties().stringPropertyNames()) {
            properties.put(property, System.getProperty(property));
        }
        return of(file, System.getenv(), properties);
    }

    /** Sources with a given environment and given system properties. Throws {@link ConfigException} where the file cannot be read. */
    public static ConfigSources of(Path file, Map<String, String> environment, Map<String, String> properties) {
        if (!Files.isReadable(file)) {
            throw new ConfigException(file.toString(), List.of("the file cannot be read"));
        }
        try {
            Config config = Config.builder()
                    .disableEnvironmentVariablesSource()
                    .disableSystemPropertiesSource()
                    .addSource(io.helidon.config.ConfigSources.file(file))
                    .build();
            return new ConfigSources(file.toString(), leaves(config), environment, properties, directory(file));
        } catch (ConfigMappingException | MissingValueException e) {
            throw e;
        } catch (io.helidon.config.ConfigException e) {
            throw new ConfigException(file.toString(), List.of("the file is not valid YAML: " + innermost(e)));
        }
    }

    /** Sources without a file, for wiring in code. Paths are taken relative to the given directory. */
    public static ConfigSources ofMap(String name, Map<String, String> values, Path base) {
        return new ConfigSources(name, values, Map.of(), Map.of(), base);
    }

    /** The same sources with some of the file's values replaced. */
    public ConfigSources with(Map<String, String> values) {
        Map<String, String> merged = new TreeMap<>(file);
        merged.putAll(values);
        return new ConfigSources(name, merged, environment, properties, base);
    }

    String name() {
        return name;
    }

    /** The paths of all values in the file. */
    List<String> filePaths() {
        return file.keySet().stream().sorted().toList();
    }

    Path base() {
        return base;
    }

    Optional<Sourced> value(ConfigKey key) {
        return lookup(properties, key.systemProperty(), "system property " + key.systemProperty())
                .or(() -> lookup(environment, key.environmentVariable(), "environment " + key.environmentVariable()))
                .or(() -> lookup(file, key.path(), "file"));
    }

    private static Optional<Sourced> lookup(Map<String, String> values, String name, String source) {
        return Optional.ofNullable(values.get(name)).map(text -> new Sourced(text, source));
    }

    /** A value's text and where it comes from. */
    record Sourced(String text, String source) {}

    private static Map<String, String> leaves(Config config) {
        Map<String, String> leaves = new TreeMap<>();
        config.traverse()
                .filter(Config::isLeaf)
                .forEach(leaf -> leaves.put(
                        leaf.key().toString(), leaf.asString().asOptional().orElse("")));
        return leaves;
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static String innermost(Throwable failure) {
        Throwable at = failure;
        while (true) {
            Throwable cause = at.getCause();
            if (cause == null) {
                return String.valueOf(at.getMessage());
            }
            at = cause;
        }
    }
}
