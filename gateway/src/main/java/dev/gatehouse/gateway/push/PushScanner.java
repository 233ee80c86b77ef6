package dev.gatehouse.gateway.push;

import dev.gatehouse.common.json.JsonBytes;
import dev.gatehouse.common.json.JsonDepth;
import dev.gatehouse.common.json.JsonScan;
import dev.gatehouse.gateway.push.PushReading.Malformed;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Reads the bodies of pushes, strictly: one JSON object in UTF-8, nested not over {@value JsonDepth#MAX_MESSAGE} levels, with a text {@code event} of 1 to
 * 128 characters, perhaps a {@code payload}, and nothing else. Builds no tree of it. Thread-safe.
 */
final class PushScanner {
    private final int maxBytes;

    PushScanner(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Never throws: what is no push is {@link Malformed}. */
    PushReading scan(String routingKey, byte[] body) {
        if (body.length > maxBytes) {
            return new Malformed("the body is over " + maxBytes + " bytes");
        }
        if (!JsonBytes.areUtf8(body)) {
            return new Malformed("the body is not UTF-8 text");
        }
        try (JsonParser parser = JsonScan.of(body)) {
            return new PushScan(parser, body).run(PushKeys.topicOf(routingKey));
        } catch (JacksonException e) {
            return new Malformed("the body is not JSON");
        }
    }
}
