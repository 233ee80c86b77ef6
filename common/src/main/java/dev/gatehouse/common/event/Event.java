package dev.gatehouse.common.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.json.Json;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that has happened, told to whoever wants to know: an event of CloudEvents 1.0 with JSON data. Every attribute here is needed.
 *
 * @param id the identity by which a repetition is recognised
 * @param source who tells it, a URI reference of at most {@value #MAX_TEXT} characters
 * @param type what has happened, and the routing key; see {@link EventType#isName}
 * @param subject what it has happened to, 1 to {@value #MAX_TEXT} characters
 * @param time when it has happened
 * @param data an object; must not be changed
 */
public record Event(UUID id, URI source, String type, String subject, Instant time, ObjectNode data) {
    /** The longest source and subject. */
    public static final int MAX_TEXT = 255;

    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    /** A newer service may tell more than is known here. */
    private static final ObjectReader READER =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public Event {
        if (source.toString().isEmpty() || source.toString().length() > MAX_TEXT) {
            throw new IllegalArgumentException("the source of an event has 1 to " + MAX_TEXT + " characters");
        }
        if (!EventType.isName(type)) {
            throw new IllegalArgumentException("not the type of an event: " + type);
        }
        if (subject.isEmpty() || subject.length() > MAX_TEXT) {
            throw new IllegalArgumentException("the subject of an event has 1 to " + MAX_TEXT + " characters");
        }
    }

    /** A new event, with an id of its own: a UUID of version 7. */
    public static <D> Event of(EventType<D> type, URI source, String subject, Instant time, D data) {
        return new Event(
                IDS.generate(),
                source,
                type.name(),
                subject,
                time,
                Json.mapper().valueToTree(data));
    }

    /**
     * The data as its type would have it; fields that the type does not know are left out.
     *
     * @throws UnreadableEventException where the data is not of that type
     */
    public <D> D data(EventType<D> as) {
        try {
            return READER.forType(as.data()).readValue(data);
        } catch (JacksonException e) {
            throw new UnreadableEventException(
                    "its data is no " + as.data().getSimpleName() + ": " + e.getOriginalMessage());
        }
    }

    /** Which event it is; never the data, which may be meant for few eyes. */
    @Override
    public String toString() {
        return "Event[" + type + ", " + id + "]";
    }
}
