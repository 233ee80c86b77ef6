package dev.gatehouse.gateway.route;

import dev.gatehouse.common.schema.JsonSchema;
import java.util.List;
import java.util.Optional;

/**
 * What an answer looks like.
 *
 * @param status the HTTP status of success
 * @param envelope false where the bare data is the answer
 * @param schema the schema of the data, for documentation; it is not enforced
 * @param errors the codes that the service behind the route may answer with beside those that every route has, for documentation too
 */
public record ReplyRules(int status, boolean envelope, Optional<JsonSchema> schema, List<String> errors) {
    public ReplyRules {
        errors = List.copyOf(errors);
    }
}
