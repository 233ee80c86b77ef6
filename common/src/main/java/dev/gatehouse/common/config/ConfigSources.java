package dev.gatehouse.common.config;

import dev.gatehouse.common.config.FileValue.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where values come from: system properties ({@code gatehouse.server.port}) before the environment ({@code GATEHOUSE_SERVER_PORT})
 * before the file. An empty system property or environment variable counts as not set, because that is what deployment tools leave where
 * a variable has no value. Immutable.
 */
public final class ConfigSources {
    private final String name;
    private final Optional<Path> path;
    private final Map<String, FileValue> file;
    private final Map<String, FileValue> replaced;
    private final Map<String, String> environment;
    private final Map<String, String> properties;
    private final Path base;

    private ConfigSources(
            String name,
            Optional<Path> path,
            Map<String, FileValue> file,
            Map<String, FileValue> replaced,
            Map<String, String> environment,
            Map<String, String> properties,
            Path base) {
        Map<String, FileValue> merged = new TreeMap<>(file);
        merged.putAll(replaced);
        this.name = name;
        this.path = path;
        this.file = Map.copyOf(merged);
        this.replaced = Map.copyOf(replaced);
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
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(
                    file.toString(), List.of(Files.exists(file) ? "the file cannot be read" : "there is no such file"));
        }
        return new ConfigSources(
                file.toString(),
                Optional.of(file),
                YamlFile.read(file),
                Map.of(),
                environment,
                properties,
                directory(file));
    }

    /** Sources without a file, for wiring in code; a list is written with commas. Paths are taken relative to the given directory. */
    public static ConfigSources ofMap(String name, Map<String, String> values, Path base) {
        return new ConfigSources(name, Optional.empty(), scalars(values), Map.of(), Map.of(), Map.of(), base);
    }

    /** The same sources with some of the file's values replaced. */
    public ConfigSources with(Map<String, String> values) {
        Map<String, FileValue> all = new TreeMap<>(replaced);
        all.putAll(scalars(values));
        return new ConfigSources(name, path, file, all, environment, properties, base);
    }

    /** The same sources with the file read anew. Throws {@link ConfigException} where it cannot be read. */
    ConfigSources again() {
        return path.map(file -> of(file, environment, properties).replacing(replaced))
                .orElse(this);
    }

    private ConfigSources replacing(Map<String, FileValue> values) {
        return new ConfigSources(name, path, file, values, environment, properties, base);
    }

    /** The file; empty where the values were given in code. */
    Optional<Path> path() {
        return path;
    }

    String name() {
        return name;
    }

    Path base() {
        return base;
    }

    /** What the file says, by path. */
    Map<String, FileValue> file() {
        return file;
    }

    /** The names of all environment variables. */
    List<String> environmentNames() {
        return environment.keySet().stream().sorted().toList();
    }

    Optional<Sourced> value(ConfigKey key) {
        return lookup(properties, key.systemProperty(), "system property ")
                .or(() -> lookup(environment, key.environmentVariable(), "environment "))
                .or(() -> Optional.ofNullable(file.get(key.path())).map(value -> new Sourced(value, place(value))));
    }

    private static Optional<Sourced> lookup(Map<String, String> values, String name, String source) {
        return Optional.ofNullable(values.get(name))
                .filter(text -> !text.isEmpty())
                .map(text -> new Sourced(new Scalar(text, 0), " (" + source + name + ")"));
    }

    private static String place(FileValue value) {
        return value.line() == 0 ? "" : " (line " + value.line() + ")";
    }

    /**
     * A value and where it comes from.
     *
     * @param place for people, to follow the key in a sentence; empty where there is nothing to say
     */
    record Sourced(FileValue value, String place) {}

    private static Map<String, FileValue> scalars(Map<String, String> values) {
        Map<String, FileValue> scalars = new TreeMap<>();
        values.forEach((path, text) -> scalars.put(path, new Scalar(text, 0)));
        return scalars;
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
