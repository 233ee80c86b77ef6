package dev.gatehouse.gateway.route;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.schema.InvalidSchemaException;
import dev.gatehouse.common.schema.JsonSchema;
import dev.gatehouse.gateway.limit.RateLimit;
import dev.gatehouse.gateway.route.Access.Auth;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads one entry of a route file into a {@link Route}. Confined to the loading thread. */
final class RouteEntryReader {
    private static final String REFUSED =
            "is no field of the request's schema, which allows no others: no request could pass";

    private final SchemaFiles schemas;
    private final RouteBounds bounds;
    private final RouteProblems problems;

    RouteEntryReader(SchemaFiles schemas, RouteBounds bounds, RouteProblems problems) {
        this.schemas = schemas;
        this.bounds = bounds;
        this.problems = problems;
    }

    /** The route of an entry; empty where it has no usable name. Whatever is wrong with it has been noted. */
    Optional<PlacedRoute> read(MappingNode mapping) {
        YamlFields fields = YamlFields.of(mapping, RouteKeys.ALL, problems);
        Optional<YamlFields.Placed<String>> name = fields.placed("name", RouteKeys.NAME_FORM, RouteKeys::name);
        if (!fields.has("name")) {
            problems.at(mapping, "name: is not set: " + RouteKeys.NAME_FORM);
        }
        Optional<YamlFields.Placed<Route.Endpoint>> endpoint =
                fields.placed("http", RouteKeys.ENDPOINT_FORM, RouteKeys::endpoint);
        endpoint.map(YamlFields.Placed::value)
                .flatMap(at -> ReservedPaths.claimedBy(at.path()))
                .ifPresent(
                        taken -> fields.refuse("http", "the gateway itself serves " + taken + " and everything below"));
        Target target = new RouteTargetReader(bounds, problems).read(mapping, fields);
        Access access = access(fields);
        Optional<RateLimit> rateLimit = new RateLimitReader(problems).read(fields, access.auth());
        RequestRules request = request(fields);
        ReplyRules reply = reply(fields, target);
        boolean idempotent = idempotent(fields, endpoint.map(YamlFields.Placed::value));
        String summary = fields.value("summary", "a text", Optional::of).orElse("");
        Optional<Route> route = name.map(at -> new Route(
                at.value(),
                summary,
                endpoint.map(YamlFields.Placed::value),
                target,
                access,
                rateLimit,
                request,
                reply,
                idempotent));
        route.ifPresent(read -> checkFields(endpoint, fields, read));
        return name.flatMap(at ->
                route.map(read -> new PlacedRoute(read, problems, at.node(), endpoint.map(YamlFields.Placed::node))));
    }

    private Access access(YamlFields fields) {
        Auth auth = fields.value("auth", RouteKeys.AUTH_FORM, RouteKeys::auth).orElse(Auth.REQUIRED);
        List<String> scopes = fields.list("scopes", RouteKeys.SCOPE_FORM, RouteKeys::scope);
        List<String> roles = fields.list("roles", RouteKeys.SCOPE_FORM, RouteKeys::scope);
        Optional<String> bearerAs = fields.value("bearer-as", RouteKeys.FIELD_FORM, RouteKeys::field);
        if (auth != Auth.REQUIRED) {
            fields.refuse("scopes", "need auth: required");
            fields.refuse("roles", "need auth: required");
        }
        if (auth == Auth.NONE) {
            fields.refuse("bearer-as", "needs auth: required or optional");
        }
        return new Access(auth, scopes, roles, bearerAs);
    }

    private RequestRules request(YamlFields fields) {
        ByteSize bodyLimit = fields.value(
                        "body-limit",
                        "a size of 1B to " + bounds.maxBodyLimit() + " (server.max-body-size), such as 64KiB",
                        text -> ByteSize.parse(text)
                                .filter(size -> size.bytes() > 0 && size.compareTo(bounds.maxBodyLimit()) <= 0))
                .orElse(bounds.bodyLimit());
        return new RequestRules(schema(fields, "request"), bodyLimit.toInt());
    }

    private ReplyRules reply(YamlFields fields, Target target) {
        int status = fields.value("status", "200 to 299", RouteKeys::status).orElse(200);
        boolean envelope =
                fields.value("envelope", "true or false", RouteKeys::bool).orElse(true);
        if (status == 204 || status == 205) {
            fields.refuse("status", status + " has no body, and every answer here has one");
        }
        if (target instanceof Target.FixedError) {
            fields.refuse("status", "an error's status follows from its code");
            fields.refuse("envelope", "an error always comes in the envelope");
        }
        List<String> errors = fields.list("errors", RouteKeys.CODES_FORM, RouteKeys::errorCode);
        if (fields.has("respond")) {
            fields.refuse("errors", "are what a service behind rpc answers; a fixed answer is always the same");
        }
        return new ReplyRules(status, envelope, schema(fields, "response"), errors);
    }

    private static boolean idempotent(YamlFields fields, Optional<Route.Endpoint> endpoint) {
        if (!fields.value("idempotent", "true or false", RouteKeys::bool).orElse(false)) {
            return false;
        }
        if (!fields.has("http")) {
            fields.refuse("idempotent", "needs http: the key comes in a header");
        }
        if (endpoint.filter(at -> at.method().equals("GET")).isPresent()) {
            fields.refuse("idempotent", "is for POST, PUT, PATCH and DELETE; a GET changes nothing");
        }
        if (fields.has("respond")) {
            fields.refuse("idempotent", "is for rpc; a fixed answer is always the same");
        }
        if (fields.has("bearer-as")) {
            fields.refuse("idempotent", "does not go with bearer-as: with another token it would be another request");
        }
        return true;
    }

    private Optional<JsonSchema> schema(YamlFields fields, String key) {
        Optional<Path> file = fields.value(key, "the path of a JSON Schema, from " + schemas.base(), text -> {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
        try {
            return file.map(schemas::load);
        } catch (InvalidSchemaException e) {
            fields.refuse(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What the gateway puts into each request of a route must be a field that its schema allows, or the route could never be called. */
    private void checkFields(Optional<YamlFields.Placed<Route.Endpoint>> endpoint, YamlFields fields, Route route) {
        Optional<JsonSchema> schema = route.request().schema();
        endpoint.ifPresent(at -> at.value().path().parameters().stream()
                .filter(name -> isRefused(schema, name))
                .forEach(name -> problems.at(at.node(), "http: {" + name + "} " + REFUSED)));
        route.access()
                .bearerAs()
                .filter(name -> isRefused(schema, name))
                .ifPresent(name -> fields.refuse("bearer-as", "\"" + name + "\" " + REFUSED));
    }

    private static boolean isRefused(Optional<JsonSchema> schema, String field) {
        return schema.filter(found -> found.refuses(field)).isPresent();
    }
}
