package dev.gatehouse.gateway.proxy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds {@code for} among the pairs of an element of {@code Forwarded} (RFC 7239, section 4). Space around the semicolons, and brackets
 * and colons without quotes, are taken as they are seen in the field.
 */
public final class ForwardedPairs {
    private static final String NAME = "([!#$%&'*+.^_`|~0-9A-Za-z-]++)";
    private static final String QUOTED = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
    private static final String BARE = "([^\\s\",;\\\\]++)";
    private static final String END = "[ \\t]*(;|\\z)";
    /** One pair, or none, up to the next. */
    private static final Pattern PAIR =
            Pattern.compile("[ \\t]*(?:" + NAME + "=(?:" + QUOTED + "|" + BARE + "))?" + END);

    private ForwardedPairs() {}

    /** The value of {@code for}; empty where the element has none or two of them, or breaks the grammar anywhere. */
    static Optional<String> node(String element) {
        Optional<String> node = Optional.empty();
        Matcher matcher = PAIR.matcher(element);
        int position = 0;
        do {
            if (!matcher.region(position, element.length()).lookingAt()) {
                return Optional.empty();
            }
            if ("for".equalsIgnoreCase(matcher.group(1))) {
                if (node.isPresent()) {
                    return Optional.empty();
                }
                node = Optional.ofNullable(matcher.group(2)).or(() -> Optional.ofNullable(matcher.group(3)));
            }
            position = matcher.end();
        } while (!matcher.group(4).isEmpty());
        return node;
    }
}
