package dev.gatehouse.common.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads keys into records and gathers every problem on the way: a wrong value is noted and its default used in its place, so that one
 * reading finds all that is wrong; {@link #finish} then throws. What has been read is also the reference of the keys, which the
 * documentation is held to. Confined to the thread that starts the process.
 */
public final class ConfigReader {
    private final ConfigSources sources;
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final Map<String, String> effective = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    public ConfigReader(ConfigSources sources) {
        this.sources = sources;
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

    /** Notes a problem that one key's bounds do not show, such as two values that do not go together. */
    public void problem(String path, String value, String allowed) {
        problems.add(path + ": " + quoted(value) + " is not allowed: " + allowed);
    }

    /** Throws {@link ConfigException} with every problem found, unknown keys included. */
    public void finish() {
        List<String> all = new ArrayList<>(problems);
        for (String path : sources.filePaths()) {
            if (!isKnown(path)) {
                all.add(path + ": unknown key"
                        + nearest(path)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        }
        if (!all.isEmpty()) {
            throw new ConfigException(sources.name(), all);
        }
    }

    public String string(String path, String defaultValue) {
        return read(
                new ConfigKey(path, "text", quotedIfEmpty(defaultValue), "not blank"),
                defaultValue,
                text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    public String requiredString(String path) {
        return read(
                new ConfigKey(path, "text", "required", "not blank"),
                "",
                text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    /** A list, written as a YAML sequence, or with commas in an override. */
    public List<String> strings(String path, List<String> defaultValue) {
        ConfigKey key = new ConfigKey(path, "list of text", defaultValue.toString(), "");
        List<String> indexed = new ArrayList<>();
        for (int i = 0; ; i++) {
            ConfigKey element = new ConfigKey(path + "." + i, "text", "", "");
            Optional<ConfigSources.Sourced> value = sources.value(element);
            if (value.isEmpty()) {
                break;
            }
            indexed.add(value.get().text());
        }
        if (!indexed.isEmpty() && sources.value(key).isEmpty()) {
            keys.put(path, key);
            effective.put(path, indexed.toString());
            return List.copyOf(indexed);
        }
        return read(
                key,
                defaultValue,
                text -> Optional.of(Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList()));
    }

    public boolean bool(String path, boolean defaultValue) {
        return read(
                new ConfigKey(path, "true or false", Boolean.toString(defaultValue), ""),
                defaultValue,
                text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    public int integer(String path, int defaultValue, int min, int max) {
        return read(
                new ConfigKey(path, "whole number", Integer.toString(defaultValue), min + " to " + max),
                defaultValue,
                text -> {
                    try {
                        int value = Integer.parseInt(text);
                        return value < min || value > max ? Optional.empty() : Optional.of(value);
                    } catch (NumberFormatException e) {
                        return Optional.empty();
                    }
                });
    }

    /** A port to listen on; 0 lets the system choose one. */
    public int port(String path, int defaultValue) {
        return integer(path, defaultValue, 0, 65_535);
    }

    /** An ISO 8601 duration such as {@code PT5S}. */
    public Duration duration(String path, Duration defaultValue, Duration min, Duration max) {
        return read(
                new ConfigKey(path, "ISO 8601 duration", defaultValue.toString(), min + " to " + max),
                defaultValue,
                text -> {
                    try {
                        Duration value = Duration.parse(text);
                        return value.compareTo(min) < 0 || value.compareTo(max) > 0
                                ? Optional.empty()
                                : Optional.of(value);
                    } catch (DateTimeParseException e) {
                        return Optional.empty();
                    }
                });
    }

    /** A size such as {@code 64KiB}. */
    public ByteSize size(String path, ByteSize defaultValue, ByteSize min, ByteSize max) {
        return read(
                new ConfigKey(path, "size", defaultValue.toString(), min + " to " + max),
                defaultValue,
                text -> ByteSize.parse(text).filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
    }

    public <E extends Enum<E>> E choice(String path, Class<E> type, E defaultValue) {
        Map<String, E> choices = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        ConfigReader::choiceName, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        return read(
                new ConfigKey(
                        path, "choice", choiceName(defaultValue), "one of " + String.join(", ", choices.keySet())),
                defaultValue,
                text -> Optional.ofNullable(choices.get(text)));
    }

    /** A file or directory; a relative one is taken from the directory of the configuration file. */
    public Path path(String path, String defaultValue) {
        return path(
                new ConfigKey(path, "path", defaultValue, "relative to the configuration file"), Path.of(defaultValue));
    }

    /** A file or directory that may be left out. */
    public Optional<Path> optionalPath(String path) {
        ConfigKey key = new ConfigKey(path, "path", "none", "relative to the configuration file");
        if (sources.value(key).filter(value -> !value.text().isEmpty()).isEmpty()) {
            keys.put(path, key);
            effective.put(path, "none");
            return Optional.empty();
        }
        return Optional.of(path(key, Path.of("")));
    }

    private Path path(ConfigKey key, Path defaultValue) {
        Path value = read(key, defaultValue, text -> {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
        return sources.base().resolve(value).normalize();
    }

    /** A URI with one of the given schemes. Its user information, if any, is not printed. */
    public URI uri(String path, URI defaultValue, String... schemes) {
        List<String> allowed = List.of(schemes);
        ConfigKey key =
                new ConfigKey(path, "URI", withoutUserInfo(defaultValue), "scheme " + String.join(" or ", allowed));
        URI value = read(key, defaultValue, text -> {
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme();
                return scheme != null && allowed.contains(scheme.toLowerCase(Locale.ROOT)) && uri.getHost() != null
                        ? Optional.of(uri)
                        : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
        effective.put(path, withoutUserInfo(value));
        return value;
    }

    /** A secret, from the key itself or from the file that {@code <key>-file} names; empty where neither is set. */
    public Optional<Secret> optionalSecret(String path) {
        ConfigKey key = new ConfigKey(path, "secret", "none", "");
        ConfigKey fileKey = new ConfigKey(path + "-file", "path", "none", "a file that holds " + path);
        keys.put(path, key);
        keys.put(fileKey.path(), fileKey);
        Optional<ConfigSources.Sourced> direct = sources.value(key);
        Optional<ConfigSources.Sourced> file = sources.value(fileKey);
        effective.put(path, direct.isPresent() || file.isPresent() ? "***" : "none");
        if (direct.isPresent() && file.isPresent()) {
            problem(fileKey.path(), file.get().text(), "set either " + path + " or " + fileKey.path() + ", not both");
            return Optional.empty();
        }
        return direct.map(value -> new Secret(value.text()))
                .or(() -> file.flatMap(at -> readSecret(fileKey, at.text())));
    }

    /** A secret that must be set, in the key itself or in the file that {@code <key>-file} names. */
    public Secret requiredSecret(String path) {
        int before = problems.size();
        Optional<Secret> secret = optionalSecret(path);
        if (secret.isEmpty() && problems.size() == before) {
            problems.add(path + ": is not set: set it, or " + path + "-file to a file that holds it");
        }
        keys.put(path, new ConfigKey(path, "secret", "required", ""));
        return secret.orElse(new Secret(""));
    }

    private Optional<Secret> readSecret(ConfigKey key, String file) {
        try {
            return Optional.of(
                    new Secret(Files.readString(sources.base().resolve(file)).strip()));
        } catch (IOException | InvalidPathException e) {
            problem(key.path(), file, "a file that can be read");
            return Optional.empty();
        }
    }

    private <T> T read(ConfigKey key, T defaultValue, Function<String, Optional<T>> parse) {
        keys.put(key.path(), key);
        Optional<ConfigSources.Sourced> sourced = sources.value(key);
        if (sourced.isEmpty()) {
            if (key.defaultText().equals("required")) {
                problems.add(key.path() + ": is not set: " + key.type() + ", " + key.allowed());
            }
            effective.put(key.path(), String.valueOf(defaultValue));
            return defaultValue;
        }
        Optional<T> value = parse.apply(sourced.get().text());
        String shown = withoutCredentials(sourced.get().text());
        effective.put(key.path(), shown);
        if (value.isEmpty()) {
            String from = sourced.get().source().equals("file")
                    ? ""
                    : " (" + sourced.get().source() + ")";
            problems.add(key.path() + from + ": " + quoted(shown) + " is not allowed: " + key.type()
                    + (key.allowed().isEmpty() ? "" : ", " + key.allowed()));
        }
        return value.orElse(defaultValue);
    }

    private boolean isKnown(String path) {
        return keys.containsKey(path) || keys.containsKey(path.replaceFirst("\\.\\d+$", ""));
    }

    private Optional<String> nearest(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return keys.keySet().stream()
                .filter(key -> distance(key, path) <= 2
                        || key.substring(key.lastIndexOf('.') + 1).equals(last))
                .findFirst();
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String choiceName(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A text that may be a URL, with the user information and the password that it may hold hidden. */
    public static String withoutCredentials(String text) {
        return text.replaceFirst("//[^/]*@", "//***@").replaceAll("(?i)([?&]password=)[^&]*", "$1***");
    }

    private static String withoutUserInfo(URI uri) {
        String userInfo = uri.getRawUserInfo();
        return userInfo == null ? uri.toString() : uri.toString().replace(userInfo + "@", "***@");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String quotedIfEmpty(String text) {
        return text.isEmpty() ? "\"\"" : text;
    }
}
