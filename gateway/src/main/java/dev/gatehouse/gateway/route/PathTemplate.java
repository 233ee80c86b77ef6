package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path of a route, such as {@code /v1/orders/{order_id}}: each segment is a literal or one whole parameter. Immutable.
 *
 * @param text as it was written
 * @param segments in order; none for {@code /}
 */
public record PathTemplate(String text, List<Segment> segments) {
    static final String ALLOWED =
            "/ and segments of letters, digits and -._~!$&'()*+,;=:@ or {name}, at most " + PathTemplate.MAX_SEGMENTS;
    private static final int MAX_SEGMENTS = 16;
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@-]{1,128}");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z][a-z0-9_]{0,63})}");

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /** A segment of a template. */
    public sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Parameter(String name) implements Segment {}
    }

    /** The template that a text stands for; empty where it stands for none. */
    public static Optional<PathTemplate> parse(String text) {
        if (text.equals("/")) {
            return Optional.of(new PathTemplate(text, List.of()));
        }
        if (!text.startsWith("/")) {
            return Optional.empty();
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.substring(1).split("/", -1)) {
            Optional<Segment> segment = segment(part);
            if (segment.isEmpty() || (segment.get() instanceof Segment.Parameter(String name) && !names.add(name))) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return segments.size() > MAX_SEGMENTS ? Optional.empty() : Optional.of(new PathTemplate(text, segments));
    }

    /** The names of its parameters, in order. */
    public List<String> parameters() {
        return segments.stream()
                .<String>mapMulti((segment, names) -> {
                    if (segment instanceof Segment.Parameter(String name)) {
                        names.accept(name);
                    }
                })
                .toList();
    }

    private static Optional<Segment> segment(String part) {
        var parameter = PARAMETER.matcher(part);
        if (parameter.matches()) {
            return Optional.of(new Segment.Parameter(parameter.group(1)));
        }
        return LITERAL.matcher(part).matches() && !part.equals(".") && !part.equals("..")
                ? Optional.of(new Segment.Literal(part))
                : Optional.empty();
    }
}
