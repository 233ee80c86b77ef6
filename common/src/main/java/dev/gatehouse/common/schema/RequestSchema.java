package dev.gatehouse.common.schema;

import dev.gatehouse.common.error.FieldViolation;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The JSON Schema (draft 2020-12) of a request. Thread-safe. */
public interface RequestSchema {
    /** Every way in which the request breaks the schema, ordered by field and code; empty for a valid one. */
    List<FieldViolation> violations(JsonNode request);

    /**
     * The JSON types ({@code string}, {@code integer}, {@code number}, {@code boolean}, {@code array}, {@code object}, {@code null}) that
     * the schema names for a field of the request; empty where it names none.
     */
    default Set<String> types(String field) {
        return Set.of();
    }
}
