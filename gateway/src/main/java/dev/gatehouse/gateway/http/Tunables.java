package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.route.RouteTable;

/**
 * What may change while the server runs, as one whole: each request takes one snapshot at its beginning and keeps to it. Immutable.
 *
 * @param pages what is served without a route
 * @param answers made of what {@code edge} says of answers
 */
public record Tunables(EdgeConfig edge, RouteTable routes, BuiltinPages pages, AnswerRules answers) {}
