package dev.gatehouse.common.json;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.StreamReadConstraints;

/** How deep JSON may be nested, everywhere. {@code {"a": [1]}} has two levels. */
public final class JsonDepth {
    /** Of what a request, a reply or a push carries: the body of an HTTP request, a payload, the data of a reply. */
    public static final int MAX_PAYLOAD = 500;

    /** Of a message that has a payload in an object of its own. */
    public static final int MAX_MESSAGE = MAX_PAYLOAD + 1;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonDepth() {}

    /** The bounds of a parser: so many levels, and no others, because the size of what it reads is bounded already. */
    static StreamReadConstraints constraints(int levels) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(levels)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
    }

    /**
     * What is left of a JSON text without whatever is nested deeper: {@code null} stands in its place. Takes time for each byte once, and nothing for a
     * level. Of what is not JSON something is left that is not JSON either, unless what is wrong lies too deep.
     *
     * @param json UTF-8
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
