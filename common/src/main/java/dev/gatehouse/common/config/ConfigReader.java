package dev.gatehouse.common.config;

import dev.gatehouse.common.config.ConfigSources.Sourced;
import dev.gatehouse.common.config.FileValue.Listing;
import dev.gatehouse.common.config.FileValue.Nested;
import dev.gatehouse.common.config.FileValue.Nothing;
import dev.gatehouse.common.config.FileValue.Scalar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys into records and gathers every problem on the way: a wrong value is noted and its default used in its place, so that one
 * reading finds all that is wrong; {@link #finish} then throws. What has been read is also the reference of the keys, which the
 * documentation is held to. Confined to the thread that starts the process.
 */
public final class ConfigReader {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReader.class);
    private static final String REQUIRED = "required";
    private static final String NONE = "none";

    private final ConfigSources sources;
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final Map<String, String> effective = new LinkedHashMap<>();
    /** Each once, even where two records read one key. */
    private final Set<String> problems = new LinkedHashSet<>();

    private boolean reloadable;

    public ConfigReader(ConfigSources sources) {
        this.sources = sources;
    }

    /**
     * A reader of the same sources as they are now: the file is read anew, the environment and the system properties stay.
     *
     * @throws ConfigException where the file cannot be read
     */
    public ConfigReader again() {
        return new ConfigReader(sources.again());
    }

    /** The file that is read; empty for values that were given in code. */
    public Optional<Path> file() {
        return sources.path();
    }

    /** Reads keys whose changes take effect without a restart. */
    public <T> T reloadable(Function<ConfigReader, T> keys) {
        boolean before = reloadable;
        reloadable = true;
        try {
            return keys.apply(this);
        } finally {
            reloadable = before;
        }
    }

    /** The keys whose changes take effect with a restart only and whose values differ in another reading of them, sorted. */
    public List<String> needingRestart(ConfigReader other) {
        return keys.values().stream()
                .filter(key -> !key.reloadable() && !said(key).equals(other.said(key)))
                .map(ConfigKey::path)
                .sorted()
                .toList();
    }

    /** Every key that has been read, in the order of reading. */
    public List<ConfigKey> keys() {
        return List.copyOf(keys.values());
    }

    /** The effective values, secrets as {@code ***}, one {@code path = value} each, in the order of reading. */
    public List<String> effective() {
        return effective.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .toList();
    }

    /** A text that may be a URI, with the user and the password that it may hold hidden. */
    public static String withoutCredentials(String text) {
        return Masking.masked(text);
    }

    /** Notes a problem that one key's bounds do not show, such as two values that do not go together. */
    public void problem(String path, String value, String allowed) {
        problems.add(path + ": \"" + Masking.masked(value) + "\" is not allowed: " + allowed);
    }

    /** Throws {@link ConfigException} with every problem found, unknown keys included. */
    public void finish() {
        List<String> all = new ArrayList<>(problems);
        new TreeMap<>(sources.file()).forEach((path, value) -> {
            if (!keys.containsKey(path)) {
                all.add(path + (value.line() == 0 ? "" : " (line " + value.line() + ")") + ": " + whyUnknown(path));
            }
        });
        if (!all.isEmpty()) {
            throw new ConfigException(sources.name(), all);
        }
    }

    /** Warns of environment variables that look like misspelt keys; no more than that, because the environment belongs to others, too. */
    public void warnOfMisspeltVariables() {
        List<String> variables =
                keys.values().stream().map(ConfigKey::environmentVariable).toList();
        sources.environmentNames().stream()
                .filter(name -> !variables.contains(name))
                .forEach(name -> NearestKey.misspelt(name, variables)
                        .ifPresent(near ->
                                LOG.warn("the environment variable {} sets nothing; did you mean {}?", name, near)));
    }

    public String string(String path, String defaultValue) {
        return read(path, ValueType.text(), defaultValue, defaultValue.isEmpty() ? "\"\"" : defaultValue);
    }

    public String requiredString(String path) {
        return read(path, ValueType.text(), "", REQUIRED);
    }

    /** A text that may be left out. */
    public Optional<String> optionalString(String path) {
        return optional(path, ValueType.text());
    }

    /** A list, written as a YAML sequence, or with commas in an override. */
    public List<String> strings(String path, List<String> defaultValue) {
        ConfigKey key = declare(path, ValueType.list(), defaultValue.toString());
        Optional<List<String>> items = sources.value(key).flatMap(found -> items(key, found));
        items.ifPresent(found -> effective.put(path, Masking.masked(found.toString())));
        return items.orElse(defaultValue);
    }

    public boolean bool(String path, boolean defaultValue) {
        return read(path, ValueType.bool(), defaultValue, Boolean.toString(defaultValue));
    }

    public int integer(String path, int defaultValue, int min, int max) {
        return read(path, ValueType.integer(min, max), defaultValue, Integer.toString(defaultValue));
    }

    /** A host to listen on: a name or an IP address of this machine, an IPv6 address with or without brackets. */
    public String host(String path, String defaultValue) {
        return read(path, ValueType.host(), defaultValue, defaultValue);
    }

    /** A port to listen on; 0 lets the system choose one. */
    public int port(String path, int defaultValue) {
        return integer(path, defaultValue, 0, 65_535);
    }

    /** An ISO 8601 duration such as {@code PT5S}. */
    public Duration duration(String path, Duration defaultValue, Duration min, Duration max) {
        return read(path, ValueType.duration(min, max), defaultValue, defaultValue.toString());
    }

    /** A size such as {@code 64KiB}. */
    public ByteSize size(String path, ByteSize defaultValue, ByteSize min, ByteSize max) {
        return read(path, ValueType.size(min, max), defaultValue, defaultValue.toString());
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String path, Class<E> type, E defaultValue) {
        return read(path, ValueType.choice(type), defaultValue, ValueType.choiceName(defaultValue));
    }

    /** A file or directory; a relative one is taken from the directory of the configuration file. */
    public Path path(String path, String defaultValue) {
        return resolved(read(path, ValueType.path(), Path.of(defaultValue), defaultValue));
    }

    /** A file or directory that may be left out. */
    public Optional<Path> optionalPath(String path) {
        return optional(path, ValueType.path()).map(this::resolved);
    }

    /** A URI with one of the given schemes and a host. Its user information, if any, is not printed. */
    public URI uri(String path, URI defaultValue, String... schemes) {
        return read(path, ValueType.uri(List.of(schemes)), defaultValue, Masking.masked(defaultValue.toString()));
    }

    /** A URI with one of the given schemes and a host, which may be left out. Its user information, if any, is not printed. */
    public Optional<URI> optionalUri(String path, String... schemes) {
        return optional(path, ValueType.uri(List.of(schemes)));
    }

    /** A secret, from the key itself or from the file that {@code <key>-file} names; empty where neither is set. */
    public Optional<Secret> optionalSecret(String path) {
        return secret(path, NONE);
    }

    /** A secret that must be set, in the key itself or in the file that {@code <key>-file} names. */
    public Secret requiredSecret(String path) {
        return secret(path, REQUIRED).orElse(new Secret(""));
    }

    private Optional<Secret> secret(String path, String defaultText) {
        ConfigKey key = new ConfigKey(path, "secret", defaultText, "", reloadable);
        ConfigKey fileKey = new ConfigKey(path + "-file", "path", NONE, "a file that holds " + path, reloadable);
        keys.put(path, key);
        keys.put(fileKey.path(), fileKey);
        int before = problems.size();
        Optional<String> direct = sources.value(key).flatMap(sourced -> scalar(key, sourced));
        Optional<String> file = sources.value(fileKey).flatMap(sourced -> scalar(fileKey, sourced));
        effective.put(path, direct.isPresent() || file.isPresent() ? "***" : NONE);
        effective.put(fileKey.path(), file.orElse(NONE));
        if (direct.isPresent() && file.isPresent()) {
            problems.add(fileKey.path() + ": set either " + path + " or " + fileKey.path() + ", not both");
        } else if (direct.isPresent()) {
            return direct.map(Secret::new);
        } else if (file.isPresent()) {
            return SecretFile.read(sources.base(), file.get(), why -> problem(fileKey.path(), file.get(), why));
        } else if (defaultText.equals(REQUIRED) && problems.size() == before) {
            problems.add(path + ": is not set: set it, or " + fileKey.path() + " to a file that holds it");
        }
        return Optional.empty();
    }

    private Optional<List<String>> said(ConfigKey key) {
        return sources.value(key).map(sourced -> sourced.value().content());
    }

    private <T> T read(String path, ValueType<T> type, T defaultValue, String defaultText) {
        ConfigKey key = declare(path, type, defaultText);
        Optional<Sourced> sourced = sources.value(key);
        if (sourced.isEmpty() && defaultText.equals(REQUIRED)) {
            problems.add(path + ": is not set: " + type.description());
        }
        return sourced.flatMap(found -> parsed(key, type, found)).orElse(defaultValue);
    }

    private <T> Optional<T> optional(String path, ValueType<T> type) {
        ConfigKey key = declare(path, type, NONE);
        return sources.value(key).flatMap(found -> parsed(key, type, found));
    }

    private ConfigKey declare(String path, ValueType<?> type, String defaultText) {
        ConfigKey before = keys.get(path);
        boolean live = reloadable || (before != null && before.reloadable());
        ConfigKey key = new ConfigKey(path, type.name(), defaultText, type.allowed(), live);
        keys.put(path, key);
        effective.put(path, defaultText);
        return key;
    }

    private <T> Optional<T> parsed(ConfigKey key, ValueType<T> type, Sourced sourced) {
        Optional<String> text = scalar(key, sourced).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String shown = Masking.masked(text.get());
        effective.put(key.path(), shown);
        Optional<T> value = type.parse().apply(text.get());
        if (value.isEmpty()) {
            problems.add(key.path() + sourced.place() + ": \"" + shown + "\" is not allowed: " + type.description());
        }
        return value;
    }

    private Optional<List<String>> items(ConfigKey key, Sourced sourced) {
        return sourced.value() instanceof Listing list
                ? Optional.of(list.items())
                : scalar(key, sourced).flatMap(ValueType.list().parse());
    }

    private Optional<String> scalar(ConfigKey key, Sourced sourced) {
        return switch (sourced.value()) {
            case Scalar scalar -> Optional.of(scalar.text());
            case Listing list -> noScalar(key, sourced, "a list");
            case Nested nested -> noScalar(key, sourced, "a list of lists or groups");
            case Nothing nothing -> noScalar(key, sourced, "nothing");
        };
    }

    private Optional<String> noScalar(ConfigKey key, Sourced sourced, String found) {
        problems.add(key.path() + sourced.place() + ": has " + found + " for its value: " + key.type()
                + (key.allowed().isEmpty() ? "" : ", " + key.allowed()));
        return Optional.empty();
    }

    private Path resolved(Path path) {
        return sources.base().resolve(path).normalize();
    }

    private String whyUnknown(String path) {
        return keys.keySet().stream()
                .filter(key -> path.startsWith(key + "."))
                .findFirst()
                .map(key -> "unknown key; " + key + " has one value, not keys of its own")
                .orElseGet(() -> "unknown key"
                        + NearestKey.of(path, keys.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }
}
