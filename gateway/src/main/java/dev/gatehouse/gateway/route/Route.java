package dev.gatehouse.gateway.route;

import dev.gatehouse.gateway.limit.RateLimit;
import java.util.Optional;

/**
 * One entry of the route table. Immutable.
 *
 * @param name unique in the table, {@code domain.command}
 * @param summary what the route does, for people; empty where the entry says nothing
 * @param endpoint the HTTP method and path; empty for a route that is not reached over HTTP
 * @param target what answers
 * @param access who may call
 * @param rateLimit how many requests it takes; empty where as many as come
 * @param request what a request must look like
 * @param reply what an answer looks like
 * @param idempotent whether a request with an {@code Idempotency-Key} is done once
 */
public record Route(
        String name,
        String summary,
        Optional<Endpoint> endpoint,
        Target target,
        Access access,
        Optional<RateLimit> rateLimit,
        RequestRules request,
        ReplyRules reply,
        boolean idempotent) {

    /** The first word of its name. */
    public String domain() {
        return name.substring(0, name.indexOf('.'));
    }

    /**
     * Where a route is found over HTTP.
     *
     * @param method in capitals
     */
    public record Endpoint(String method, PathTemplate path) {
        @Override
        public String toString() {
            return method + " " + path.text();
        }
    }
}
