package dev.gatehouse.gateway.openapi;

import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The headers of responses, as references to components. */
final class ResponseHeaders {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REQUEST_ID = "X-Request-ID";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int UNAUTHORIZED = 401;
    private static final Set<Integer> TRIED_LATER = Set.of(429, 503);

    private ResponseHeaders() {}

    static ObjectNode ofSuccess() {
        return with(NODES.objectNode(), REQUEST_ID);
    }

    /** @param scopeMissing whether the answer may be that a scope or a role is missing, which is challenged, too */
    static ObjectNode ofError(int status, boolean scopeMissing) {
        ObjectNode headers = ofSuccess();
        if (TRIED_LATER.contains(status)) {
            with(headers, RETRY_AFTER);
        }
        if (status == UNAUTHORIZED || scopeMissing) {
            with(headers, CHALLENGE);
        }
        return headers;
    }

    /** What the references lead to. */
    static ObjectNode components() {
        ObjectNode all = NODES.objectNode();
        all.putObject(REQUEST_ID)
                .put(
                        "description",
                        "The request's own id where it matches [A-Za-z0-9._-]{1,64}, else a new one. The key to the logs.")
                .putObject("schema")
                .put("type", "string");
        all.putObject(RETRY_AFTER)
                .put(
                        "description",
                        "Seconds after which another try makes sense; there where the error has retry_after.")
                .putObject("schema")
                .put("type", "integer")
                .put("minimum", 1);
        all.putObject(CHALLENGE)
                .put("description", "How to authenticate, and what is wrong with the token that was sent (RFC 6750).")
                .putObject("schema")
                .put("type", "string");
        return all;
    }

    private static ObjectNode with(ObjectNode headers, String name) {
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
        return headers;
    }
}
