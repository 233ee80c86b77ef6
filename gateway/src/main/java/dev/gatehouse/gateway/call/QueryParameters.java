package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.route.PercentDecoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a query: {@code name=value} pairs, percent-encoded, {@code +} for a space. */
final class QueryParameters {
    private QueryParameters() {}

    /** The values of each name, in the order in which they came. Throws {@code validation.failed} where an escape is malformed. */
    static Map<String, List<String>> parse(String query) {
        if (query.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                add(query.substring(start, end), values);
            }
            start = end + 1;
        }
        return values;
    }

    private static void add(String pair, Map<String, List<String>> values) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        return PercentDecoding.decode(text, true)
                .orElseThrow(() -> ServiceException.invalid("", "encoding", "the query is not valid percent-encoding"));
    }
}
