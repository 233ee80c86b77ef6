package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits the path of a request line into decoded segments (RFC 3986, section 3.3). */
final class PathSegments {
    /** The characters of a segment that stand for themselves, by code: pchar without the percent sign. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@".toCharArray()) {
            PLAIN[c] = true;
        }
    }

    private PathSegments() {}

    /** The segments after each slash, none for {@code /}; empty where the path is not valid. */
    static Optional<List<String>> split(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>(6);
        if (path.length() == 1) {
            return Optional.of(segments);
        }
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            Optional<String> segment = segment(path, start, end);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
            start = end + 1;
        }
        return Optional.of(segments);
    }

    private static Optional<String> segment(String path, int start, int end) {
        boolean encoded = false;
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c == '%') {
                encoded = true;
            } else if (c >= PLAIN.length || !PLAIN[c]) {
                return Optional.empty();
            }
        }
        String segment = path.substring(start, end);
        return encoded ? PercentDecoding.decode(segment, false) : Optional.of(segment);
    }
}
