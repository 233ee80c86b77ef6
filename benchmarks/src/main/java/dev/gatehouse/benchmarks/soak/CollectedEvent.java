package dev.gatehouse.benchmarks.soak;

import tools.jackson.databind.JsonNode;

/**
 * An event as it has come from the bus for the first time.
 *
 * @param place among all events
 */
record CollectedEvent(String id, String type, String subject, JsonNode data, int place) {
    /** What it says under a name, or nothing. */
    String field(String name) {
        return data.path(name).asString("");
    }
}
