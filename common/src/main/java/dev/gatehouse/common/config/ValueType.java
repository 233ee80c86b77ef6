package dev.gatehouse.common.config;

import dev.gatehouse.common.address.ListenAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the text of a value is read and bounded.
 *
 * @param name what a value looks like, for people
 * @param allowed the bounds, for people; empty where every value of the type is allowed
 * @param parse the value of a text without space around it; empty where it is not allowed
 */
record ValueType<T>(String name, String allowed, Function<String, Optional<T>> parse) {
    static ValueType<String> text() {
        return new ValueType<>("text", "not blank", text -> Optional.of(text).filter(value -> !value.isEmpty()));
    }

    static ValueType<List<String>> list() {
        return new ValueType<>(
                "list of text",
                "",
                text -> Optional.of(Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList()));
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>("true or false", "", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>("whole number", min + " to " + max, text -> {
            try {
                return Optional.of(Integer.valueOf(text)).filter(value -> value >= min && value <= max);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    static ValueType<Duration> duration(Duration min, Duration max) {
        return new ValueType<>("ISO 8601 duration", min + " to " + max, text -> {
            try {
                return Optional.of(Duration.parse(text)).filter(value -> isBetween(value, min, max));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    static ValueType<ByteSize> size(ByteSize min, ByteSize max) {
        return new ValueType<>(
                "size", min + " to " + max, text -> ByteSize.parse(text).filter(value -> isBetween(value, min, max)));
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        Map<String, E> choices = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        ValueType::choiceName, Function.identity(), (first, second) -> first, LinkedHashMap::new));
        return new ValueType<>(
                "choice",
                "one of " + String.join(", ", choices.keySet()),
                text -> Optional.ofNullable(choices.get(text.toLowerCase(Locale.ROOT))));
    }

    static ValueType<String> host() {
        return new ValueType<>("host", "a host name or an IP address", ListenAddress::host);
    }

    static ValueType<Path> path() {
        return new ValueType<>("path", "relative to the configuration file", text -> {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    static ValueType<URI> uri(List<String> schemes) {
        return new ValueType<>("URI", "scheme " + String.join(" or ", schemes), text -> {
            try {
                return Optional.of(new URI(text)).filter(uri -> hasScheme(uri, schemes) && uri.getHost() != null);
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
    }

    /** The type and its bounds, for people. */
    String description() {
        return allowed.isEmpty() ? name : name + ", " + allowed;
    }

    static String choiceName(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean hasScheme(URI uri, List<String> schemes) {
        String scheme = uri.getScheme();
        return scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT));
    }

    private static <C extends Comparable<C>> boolean isBetween(C value, C min, C max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
}
