package dev.gatehouse.gateway.openapi;

import dev.gatehouse.gateway.route.Route;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The headers of responses, as references to components. Confined to the building of one document. */
final class ResponseHeaders {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REQUEST_ID = "X-Request-ID";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String LIMIT = "RateLimit-Limit";
    private static final String REMAINING = "RateLimit-Remaining";
    private static final String RESET = "RateLimit-Reset";
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Set<Integer> TRIED_LATER = Set.of(429, 503);

    /** Those that some response has. */
    private final Set<String> used = new HashSet<>();

    ObjectNode ofSuccess(Route route) {
        ObjectNode headers = ofEvery();
        if (route.rateLimit().isPresent()) {
            addLimits(headers);
        }
        return route.idempotent() ? with(headers, REPLAYED) : headers;
    }

    private ObjectNode ofEvery() {
        return with(NODES.objectNode(), REQUEST_ID);
    }

    private void addLimits(ObjectNode headers) {
        with(headers, LIMIT);
        with(headers, REMAINING);
        with(headers, RESET);
    }

    /**
     * The headers of an error.
     *
     * @param scopeMissing whether the answer may be that a scope or a role is missing, which is challenged, too
     * @param limited whether the answer may be that the rate limit of the route is exceeded
     */
    ObjectNode ofError(int status, boolean scopeMissing, boolean limited) {
        ObjectNode headers = ofEvery();
        if (TRIED_LATER.contains(status)) {
            with(headers, RETRY_AFTER);
        }
        if (status == TOO_MANY_REQUESTS && limited) {
            addLimits(headers);
        }
        if (status == UNAUTHORIZED || scopeMissing) {
            with(headers, CHALLENGE);
        }
        return headers;
    }

    /** What the references lead to; of a header that no response has there is nothing to say. */
    ObjectNode components() {
        ObjectNode all = described();
        all.retain(used);
        return all;
    }

    private static ObjectNode described() {
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
        addText(all, REPLAYED, "true where this is the answer to an earlier request with the same Idempotency-Key.");
        addNumber(all, LIMIT, "Requests that the route takes at once. On every answer of the route.");
        addNumber(all, REMAINING, "Requests of these that are left.");
        addNumber(all, RESET, "Seconds until all of them are there again.");
        return all;
    }

    private static void addText(ObjectNode all, String name, String description) {
        all.putObject(name).put("description", description).putObject("schema").put("type", "string");
    }

    private static void addNumber(ObjectNode all, String name, String description) {
        all.putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", "integer")
                .put("minimum", 0);
    }

    private ObjectNode with(ObjectNode headers, String name) {
        used.add(name);
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
        return headers;
    }
}
