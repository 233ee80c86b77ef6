package dev.gatehouse.gateway.asyncapi;

import java.net.URI;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where the WebSocket is, as far as the gateway knows. */
final class Servers {
    static final String SECURITY_SCHEME = "bearer";

    private Servers() {}

    /** @param url an http or https URL, or a path: then only whoever has fetched the document knows from where */
    static ObjectNode of(String url) {
        URI base = URI.create(url);
        ObjectNode servers = JsonNodeFactory.instance.objectNode();
        ObjectNode server = servers.putObject("gateway");
        server.put("host", base.isAbsolute() ? base.getRawAuthority() : "{host}");
        String path = base.getRawPath();
        if (path.length() > 1) {
            server.put("pathname", path);
        }
        server.put("protocol", "https".equals(base.getScheme()) ? "wss" : "ws");
        if (!base.isAbsolute()) {
            server.put("description", "Where this document comes from; over wss where that was https.");
            server.putObject("variables").putObject("host").put("default", "localhost:8080");
        }
        server.putArray("security").addObject().put("$ref", "#/components/securitySchemes/" + SECURITY_SCHEME);
        return servers;
    }
}
