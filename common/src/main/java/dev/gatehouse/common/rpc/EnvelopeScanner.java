package dev.gatehouse.common.rpc;

import dev.gatehouse.common.json.JsonBytes;
import dev.gatehouse.common.json.JsonDepth;
import dev.gatehouse.common.json.JsonScan;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Tells what a reply's body is without building a tree of it, and where its data lies, so that the data can be passed on byte for byte.
 * Strict: the whole body is one JSON object in UTF-8, nested not over {@value JsonDepth#MAX_MESSAGE} levels, with {@code success} true and an object
 * {@code data}, or {@code success} false and a non-blank {@code error_code}, none of the three given twice. Other fields are ignored.
 * Thread-safe.
 */
public final class EnvelopeScanner {
    private EnvelopeScanner() {}

    /** Never throws: what is no envelope is {@link ReplyEnvelope.Malformed}. */
    public static ReplyEnvelope scan(byte[] body) {
        if (body.length == 0) {
            return new ReplyEnvelope.Malformed("the body is empty");
        }
        if (!JsonBytes.areUtf8(body)) {
            return new ReplyEnvelope.Malformed("the body is not UTF-8 text");
        }
        try (JsonParser parser = JsonScan.of(body)) {
            return new EnvelopeScan(parser, body).run();
        } catch (JacksonException e) {
            return new ReplyEnvelope.Malformed("the body is not JSON: " + e.getOriginalMessage());
        }
    }
}
