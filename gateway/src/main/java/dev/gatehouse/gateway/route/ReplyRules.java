package dev.gatehouse.gateway.route;

import dev.gatehouse.common.schema.JsonSchema;
import java.util.Optional;

/**
 * What an answer looks like.
 *
 * @param status the HTTP status of success
 * @param envelope false where the bare data is the answer
 * @param schema the schema of the data, for documentation; it is not enforced
 */
public record ReplyRules(int status, boolean envelope, Optional<JsonSchema> schema) {}
