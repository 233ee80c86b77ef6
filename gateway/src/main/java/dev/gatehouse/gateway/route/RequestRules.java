package dev.gatehouse.gateway.route;

import dev.gatehouse.common.schema.JsonSchema;
import java.util.Optional;

/**
 * What a request must look like.
 *
 * @param schema the schema of its fields; without one any JSON object passes
 * @param maxBodyBytes how long its body may be
 */
public record RequestRules(Optional<JsonSchema> schema, int maxBodyBytes) {}
