package dev.gatehouse.testkit.fuzz;

import java.time.Duration;
import java.util.Map;

/** The routes and the configuration of the gateway that is fuzzed. */
final class FuzzRoutes {
    static final String ECHO_KEY = "core.fuzz.rpc.echo.v1";
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
    /** The default {@code body-limit} of a route. */
    static final int BODY_LIMIT = 64 * 1024;
    /** {@code server.max-body-size}, and what is read of a body beyond it. */
    static final int READ_LIMIT = (1 + 8) << 20;
    /** {@code server.max-headers}. */
    static final int HEADER_LIMIT = 16 * 1024;
    /** {@code server.max-request-line}. */
    static final int LINE_LIMIT = 8 * 1024;

    static final int MAX_FIELDS = 200;
    static final int MESSAGE_LIMIT = 64 * 1024;

    static final String TEXT = """
            - {name: fuzz.fixed, http: GET /v1/fixed, auth: none, respond: {data: {a: 1}}}
            - {name: fuzz.echo, http: POST /v1/echo, rpc: %1$s, auth: none}
            - {name: fuzz.item, http: "GET /v1/items/{id}", rpc: %1$s, auth: none}
            - {name: fuzz.mine, http: GET /v1/mine, rpc: %1$s}
            """.formatted(ECHO_KEY);

    /** By key of the configuration. */
    static final Map<String, String> SETTINGS = Map.of(
            "server.port", "0",
            "admin.port", "0",
            "server.request-timeout", REQUEST_TIMEOUT.toString(),
            "websocket.resume.window", "PT1S",
            "websocket.close-timeout", "PT1S",
            // So that what grows is none of theirs.
            "tokens.cache-size", "100",
            "websocket.push.linger", "PT1S",
            "reload.enabled", "false",
            "log.levels", "gateway.access=error",
            // A line for each error, however many there are.
            "log.rate-limit.error", "1000");

    private FuzzRoutes() {}
}
