package dev.gatehouse.common.json;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.StreamReadConstraints;

/** The bounds on how deeply JSON may be nested, for HTTP, WebSocket and AMQP alike. {@code {"a": [1]}} has two levels. */
public final class JsonDepth {
    /** The most levels of a payload: an HTTP body, the payload of a command or a push, the data of a reply. */
    public static final int MAX_PAYLOAD = 500;

    /** The most levels of a message that wraps a payload in an object. */
    public static final int MAX_MESSAGE = MAX_PAYLOAD + 1;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonDepth() {}

    /** Parser constraints that bound nothing but the nesting, because the size of the input is bounded already. */
    static StreamReadConstraints constraints(int levels) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(levels)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
    }

    /**
     * Replaces every value that is nested deeper than a number of levels with {@code null}. Runs in linear time and keeps no state for each level. Input
     * that is not valid JSON stays invalid, unless the mistake is inside a value that is replaced.
     *
     * @param json a JSON text in UTF-8
     * @param levels how many levels to keep
     */
    public static byte[] cut(byte[] json, int levels) {
        ByteArrayOutputStream left = new ByteArrayOutputStream(json.length);
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < json.length; i++) {
            byte next = json[i];
            boolean opens = !inText && (next == '{' || next == '[');
            boolean closes = !inText && (next == '}' || next == ']');
            if (opens && depth == levels) {
                left.writeBytes(NULL);
            }
            depth += opens ? 1 : 0;
            if (depth <= levels) {
                left.write(next);
            }
            depth -= closes ? 1 : 0;
            if (next == '"') {
                inText = !inText;
            } else if (inText && next == '\\' && i + 1 < json.length) {
                i++;
                if (depth <= levels) {
                    left.write(json[i]);
                }
            }
        }
        return left.toByteArray();
    }
}
