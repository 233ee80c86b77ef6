package dev.gatehouse.common.contract;

import java.util.regex.Pattern;

/**
 * One operation of a service, callable over the bus.
 *
 * @param domain the service's domain, such as {@code auth}
 * @param name the method, such as {@code issue_token}
 * @param request the type of the request's body
 * @param response the type of the reply's data
 */
public record RpcMethod<Q, R>(String domain, String name, Class<Q> request, Class<R> response) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    public RpcMethod {
        if (!WORD.matcher(domain).matches() || !WORD.matcher(name).matches()) {
            throw new IllegalArgumentException("not a method's name: " + domain + "." + name);
        }
    }

    /** The key with which requests are published to the RPC exchange. */
    public String routingKey() {
        return "core." + domain + ".rpc." + name + ".v1";
    }

    /** The class path resource of the JSON Schema that requests are checked against, the same one that routes name. */
    public String schemaResource() {
        return "schemas/" + domain + "/" + name.replace('_', '-') + ".json";
    }
}
