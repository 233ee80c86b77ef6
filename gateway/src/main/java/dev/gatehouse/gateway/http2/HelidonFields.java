package dev.gatehouse.gateway.http2;

import dev.gatehouse.gateway.hpack.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The fields of a request as Helidon gets them. Stateless. */
final class HelidonFields {
    private static final String METHOD = ":method";
    /** For requests that are refused: they have no body, and ask for nothing. */
    private static final List<HeaderField> OF_NOTHING = List.of(
            field(METHOD, "GET"), field(":scheme", "http"), field(":authority", "refused"), field(":path", "/"));

    /** Helidon ends the connection if it is not that of {@code :authority}. */
    private static final String HOST = "host";

    private static final Set<String> NOT_OF_REFUSED = Set.of("content-length", "expect", HOST);

    private HelidonFields() {}

    /** Of a request that is served. Helidon writes methods in capitals, and knows no {@code CONNECT}. */
    static List<HeaderField> of(String method, List<HeaderField> fields) {
        if (method.equals("CONNECT")) {
            return ofTunnel(fields);
        }
        boolean capitals = method.chars().noneMatch(c -> c >= 'a' && c <= 'z');
        if (capitals) {
            return fields;
        }
        HeaderField unknown = field(METHOD, method.replaceAll("[a-z]", "-"));
        return fields.stream()
                .map(field -> field.name().equals(METHOD) ? unknown : field)
                .toList();
    }

    private static List<HeaderField> ofTunnel(List<HeaderField> fields) {
        List<HeaderField> changed = new ArrayList<>(OF_NOTHING);
        changed.set(0, field(METHOD, "CONNECT"));
        for (HeaderField field : fields) {
            if (!field.name().startsWith(":") && !field.name().equals(HOST)) {
                changed.add(field);
            }
        }
        return changed;
    }

    /** Of a request that is answered with an error, which depends on some of the fields. */
    static List<HeaderField> ofRefused(List<HeaderField> fields) {
        List<HeaderField> kept = new ArrayList<>(OF_NOTHING);
        for (HeaderField field : fields) {
            if (RequestFields.isRegular(field) && !NOT_OF_REFUSED.contains(field.name())) {
                kept.add(field);
            }
        }
        return kept;
    }

    private static HeaderField field(String name, String value) {
        return new HeaderField(name, value, false);
    }
}
