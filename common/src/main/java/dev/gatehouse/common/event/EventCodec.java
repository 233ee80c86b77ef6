package dev.gatehouse.common.event;

import dev.gatehouse.common.json.Json;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes and reads events in the JSON format of CloudEvents 1.0, structured mode, one event a message. Reading is strict about the
 * attributes that Gatehouse uses and ignores others, which are extensions.
 */
public final class EventCodec {
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** The largest event. CloudEvents asks everybody to take 64 KiB, and advises against more. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String SPEC_VERSION = "1.0";
    private static final String JSON = "application/json";

    private EventCodec() {}

    /** What a message was read as. */
    public sealed interface Reading {
        record Read(Event event) implements Reading {}

        /**
         * No event that can be dealt with.
         *
         * @param reason for the log, cut after {@value #MAX_REASON} characters
         */
        record Unreadable(String reason) implements Reading {
            static final int MAX_REASON = 200;

            public Unreadable {
                reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
            }
        }
    }

    /** Throws {@link IllegalArgumentException} for an event over {@link #MAX_BYTES}. */
    public static byte[] write(Event event) {
        ObjectNode json = Json.mapper()
                .createObjectNode()
                .put("specversion", SPEC_VERSION)
                .put("id", event.id().toString())
                .put("source", event.source().toString())
                .put("type", event.type())
                .put("subject", event.subject())
                .put("time", event.time().toString())
                .put("datacontenttype", JSON);
        byte[] bytes = Json.mapper().writeValueAsBytes(json.set("data", event.data()));
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(event + " has " + bytes.length + " bytes, at most " + MAX_BYTES);
        }
        return bytes;
    }

    public static Reading read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Reading.Unreadable("over " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode json = Json.mapper().readTree(bytes);
            return json instanceof ObjectNode object
                    ? new Reading.Read(event(object))
                    : new Reading.Unreadable("not a JSON object");
        } catch (JacksonException e) {
            return new Reading.Unreadable("not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Reading.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Event event(ObjectNode json) {
        if (!text(json, "specversion").equals(SPEC_VERSION)) {
            throw new IllegalArgumentException("specversion is not " + SPEC_VERSION);
        }
        if (json.has("datacontenttype") && !text(json, "datacontenttype").equals(JSON)) {
            throw new IllegalArgumentException("datacontenttype is not " + JSON);
        }
        if (!(json.get("data") instanceof ObjectNode data)) {
            throw new IllegalArgumentException("data is not an object");
        }
        return new Event(
                id(text(json, "id")),
                URI.create(text(json, "source")),
                text(json, "type"),
                text(json, "subject"),
                Instant.parse(text(json, "time")),
                data);
    }

    /** The canonical form alone: {@link UUID#fromString} takes shorter ones too. */
    private static UUID id(String text) {
        UUID id = UUID.fromString(text);
        if (!id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("id is not a UUID");
        }
        return id;
    }

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException(name + " is not a text");
        }
        return value.asString();
    }
}
