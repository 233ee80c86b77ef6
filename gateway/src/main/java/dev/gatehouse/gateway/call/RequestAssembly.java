package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteMatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the RPC request of a client's: the body's fields, the path's and the query's parameters, the bearer token where the route
 * hands it on, all checked against the schema. Confined to the request's thread.
 */
public final class RequestAssembly {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Route route;
    /** Everything, as the schema sees it. */
    private final ObjectNode fields;
    /** What comes from elsewhere than the body. */
    private final ObjectNode added = JsonNodeFactory.instance.objectNode();

    private final byte[] body;
    private final boolean emptyBody;
    private final ParameterTypes types;
    private final List<FieldViolation> violations = new ArrayList<>(0);

    private RequestAssembly(Route route, byte[] body) {
        this.route = route;
        this.body = body.length == 0 ? EMPTY_OBJECT : body;
        this.fields = body.length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.parse(body);
        this.emptyBody = fields.isEmpty();
        this.types = new ParameterTypes(route.request().schema());
    }

    /** The bytes of the RPC request. Throws {@code validation.failed} with everything that is wrong. */
    public static byte[] assemble(RouteMatch.Found match, String query, byte[] body, Optional<String> token) {
        RequestAssembly assembly = new RequestAssembly(match.route(), body);
        assembly.addPath(match.parameters(), match.values());
        assembly.addQuery(QueryParameters.parse(query));
        match.route().access().bearerAs().ifPresent(field -> assembly.addToken(field, token));
        return assembly.finish();
    }

    /**
     * The bytes of the RPC request that a command makes: its payload, and the token where the route hands it on.
     *
     * @param payload one JSON object; nothing is none
     * @param token of the client
     */
    public static byte[] assemble(Route route, byte[] payload, String token) {
        RequestAssembly assembly = new RequestAssembly(route, payload);
        route.access().bearerAs().ifPresent(field -> assembly.addToken(field, Optional.of(token)));
        return assembly.finish();
    }

    private void addPath(List<String> names, List<String> values) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (isFree(name)) {
                add(name, types.typed(name, values.get(i)));
            }
        }
    }

    private void addQuery(Map<String, List<String>> parameters) {
        parameters.forEach((name, values) -> {
            if (!isFree(name)) {
                return;
            }
            boolean list = types.isList(name);
            if (!list && values.size() > 1) {
                violations.add(duplicate(name));
            }
            add(name, list ? types.typed(name, values) : types.typed(name, values.getFirst()));
        });
    }

    private boolean isFree(String name) {
        if (fields.has(name)) {
            violations.add(duplicate(name));
            return false;
        }
        return true;
    }

    private void addToken(String field, Optional<String> token) {
        if (fields.has(field)) {
            violations.add(new FieldViolation(field, "unknown", "is not a field of this request"));
        }
        token.ifPresent(value -> add(field, JsonNodeFactory.instance.stringNode(value)));
    }

    private void add(String name, JsonNode value) {
        fields.set(name, value);
        added.set(name, value);
    }

    private byte[] finish() {
        route.request().schema().ifPresent(schema -> violations.addAll(schema.violations(fields)));
        if (!violations.isEmpty()) {
            violations.sort(Comparator.comparing(FieldViolation::field));
            throw ServiceException.invalid(violations);
        }
        return added.isEmpty() ? body : spliced(Json.mapper().writeValueAsBytes(added));
    }

    /** The body as it came, with more fields before its closing brace: to write it anew would round its numbers. */
    private byte[] spliced(byte[] more) {
        int end = body.length - 1;
        while (body[end] != '}') {
            end--;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(end + more.length);
        all.write(body, 0, end);
        if (!emptyBody) {
            all.write(',');
        }
        all.write(more, 1, more.length - 1);
        return all.toByteArray();
    }

    private static FieldViolation duplicate(String name) {
        return new FieldViolation(name, "duplicate", "is given more than once");
    }
}
