package dev.gatehouse.common.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON token by token, for those who need to know where in the bytes a value lies. Thread-safe. */
public final class JsonScan {
    /** How many levels deep a body may be nested. */
    public static final int MAX_DEPTH = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonScan() {}

    /**
     * A parser before the first token. What it reads throws {@link tools.jackson.core.JacksonException} where it is not JSON, or nested too deeply.
     *
     * @param utf8 checked by {@link JsonBytes#areUtf8}: the parser would take some bytes for another encoding
     */
    public static JsonParser of(byte[] utf8) {
        return JSON.createParser(ObjectReadContext.empty(), utf8);
    }
}
