package dev.gatehouse.gateway.openapi;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Texts that a schema's format, pattern and lengths allow. */
final class ExampleTexts {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_REPEATS = 64;
    private static final List<String> WORDS = List.of("text", "ada", "Ada Lovelace", "A1", "1", "a");

    private ExampleTexts() {}

    static Optional<String> of(JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = Math.min(schema.path("maxLength").asInt(MAX_LENGTH), MAX_LENGTH);
        Optional<String> formatted = ofFormat(schema.path("format").asString(""));
        String pattern = schema.path("pattern").asString("");
        Stream<String> candidates = Stream.concat(
                Stream.concat(formatted.stream(), formatted.isPresent() ? Stream.empty() : WORDS.stream()),
                pattern.isEmpty() ? stretched(least, most) : sampled(pattern));
        return candidates
                .filter(text -> text.codePointCount(0, text.length()) >= least
                        && text.codePointCount(0, text.length()) <= most
                        && matches(pattern, text))
                .findFirst();
    }

    private static Optional<String> ofFormat(String format) {
        return switch (format) {
            case "email", "idn-email" -> Optional.of("ada@example.com");
            case "uuid" -> Optional.of("01890a5d-ac96-774b-bcce-b302099a8057");
            case "date-time" -> Optional.of("2026-01-31T12:00:00Z");
            case "date" -> Optional.of("2026-01-31");
            case "time" -> Optional.of("12:00:00Z");
            case "duration" -> Optional.of("PT5S");
            case "uri", "iri", "uri-reference", "iri-reference" -> Optional.of("https://example.com/");
            case "uri-template" -> Optional.of("https://example.com/{id}");
            case "hostname", "idn-hostname" -> Optional.of("example.com");
            case "ipv4" -> Optional.of("192.0.2.1");
            case "ipv6" -> Optional.of("2001:db8::1");
            case "json-pointer" -> Optional.of("/a/0");
            case "relative-json-pointer" -> Optional.of("0/a");
            case "regex" -> Optional.of("^[a-z]+$");
            default -> Optional.empty();
        };
    }

    private static Stream<String> stretched(int least, int most) {
        String text = "text ".repeat(Math.min(least, MAX_LENGTH) / 5 + 1);
        int length = Math.min(Math.max(least, 1), most);
        return Stream.of(text.substring(0, Math.min(length, text.length())).replace(' ', '-'));
    }

    private static Stream<String> sampled(String pattern) {
        return IntStream.rangeClosed(0, MAX_REPEATS)
                .boxed()
                .flatMap(repeats -> PatternSample.of(pattern, repeats).stream());
    }

    private static boolean matches(String pattern, String text) {
        try {
            return pattern.isEmpty() || Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
