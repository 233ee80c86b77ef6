package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.json.JsonBytes;
import dev.gatehouse.common.json.JsonDepth;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a request: one JSON object in UTF-8 and nothing else, each name once, nested not deeper than {@link dev.gatehouse.common.json.JsonDepth#MAX_PAYLOAD}. */
final class StrictJson {
    private StrictJson() {}

    /** The object. Throws {@code validation.failed} with one violation that never quotes the body's values. */
    static ObjectNode parse(byte[] body) {
        if (!JsonBytes.areUtf8(body)) {
            throw ServiceException.invalid("", "encoding", "the body must be UTF-8 without a byte order mark");
        }
        try {
            JsonNode json = Json.payloads().readTree(body);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw ServiceException.invalid("", "type", "the body must be a JSON object");
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static ServiceException malformed(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return ServiceException.invalid(
                    "",
                    "limit",
                    "the body is nested more than " + JsonDepth.MAX_PAYLOAD
                            + " levels deep, or a name or number in it is too long");
        }
        // The parser knows the name that came twice; its exception has it only in a text.
        if (e instanceof StreamReadException
                && e.processor() instanceof JsonParser parser
                && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
            return ServiceException.invalid(path(parser.streamReadContext()), "duplicate", "is there twice");
        }
        TokenStreamLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ServiceException.invalid("", "json", "the body is not valid JSON" + place);
    }

    private static String path(TokenStreamContext context) {
        String path = "";
        TokenStreamContext at = context;
        while (at != null && !at.inRoot()) {
            String step = at.inObject() ? String.valueOf(at.currentName()) : "[" + at.getCurrentIndex() + "]";
            path = step + (path.isEmpty() || path.startsWith("[") ? "" : ".") + path;
            at = at.getParent();
        }
        return path;
    }
}
