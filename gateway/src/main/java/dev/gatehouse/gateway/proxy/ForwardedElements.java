package dev.gatehouse.gateway.proxy;

import java.util.List;
import java.util.Optional;

/**
 * The elements of a list in header lines, from the last to the first. Only this way is it certain where an element ends: what stands
 * left of it may be the client's, and a quotation mark in there would change what every mark after it means. Confined to one thread.
 */
public final class ForwardedElements {
    static final int MAX_ELEMENT_LENGTH = 1_024;

    private static final int NONE = -1;

    private final List<String> lines;
    private int line;
    /** Where the next element ends in its line; none where a line is used up. */
    private int end = NONE;

    ForwardedElements(List<String> lines) {
        this.lines = lines;
        this.line = lines.size();
    }

    /** The next element to the left; empty after the first, and where there is no telling where it begins. */
    Optional<String> previous() {
        if (end == NONE) {
            if (line == 0) {
                return Optional.empty();
            }
            line--;
            end = lines.get(line).length();
        }
        String text = lines.get(line);
        int start = start(text, end);
        if (start == NONE) {
            line = 0;
            end = NONE;
            return Optional.empty();
        }
        String element = text.substring(start, end).strip();
        end = start - 1;
        return Optional.of(element);
    }

    private static int start(String text, int end) {
        int least = Math.max(0, end - MAX_ELEMENT_LENGTH);
        boolean quoted = false;
        for (int i = end - 1; i >= least; i--) {
            char c = text.charAt(i);
            if (c == ',' && !quoted) {
                return i + 1;
            }
            if (c == '"') {
                boolean escaped = quoted && i > 0 && text.charAt(i - 1) == '\\';
                quoted = !quoted || escaped;
            }
        }
        return least == 0 && !quoted ? 0 : NONE;
    }
}
