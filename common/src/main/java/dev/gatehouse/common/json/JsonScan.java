package dev.gatehouse.common.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads messages token by token, for callers that need the position of a value in the bytes. Thread-safe. */
public final class JsonScan {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(JsonDepth.constraints(JsonDepth.MAX_MESSAGE))
            .build();

    private JsonScan() {}

    /**
     * A parser before the first token. It throws {@link tools.jackson.core.exc.StreamConstraintsException} if the message is nested deeper than
     * {@link JsonDepth#MAX_MESSAGE}, and another {@link tools.jackson.core.JacksonException} if it is not JSON.
     *
     * @param utf8 checked by {@link JsonBytes#areUtf8}: the parser would take some bytes for another encoding
     */
    public static JsonParser of(byte[] utf8) {
        return JSON.createParser(ObjectReadContext.empty(), utf8);
    }
}
