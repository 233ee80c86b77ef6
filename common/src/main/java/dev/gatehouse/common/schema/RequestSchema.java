package dev.gatehouse.common.schema;

import dev.gatehouse.common.error.FieldViolation;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON Schema (draft 2020-12) of a request. Thread-safe. */
public interface RequestSchema {
    /** Every way in which the request breaks the schema, ordered by field; empty for a valid one. */
    List<FieldViolation> violations(JsonNode request);
}
