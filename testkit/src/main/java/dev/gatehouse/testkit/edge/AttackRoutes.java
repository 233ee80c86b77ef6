package dev.gatehouse.testkit.edge;

import java.util.Map;

/** What a gateway needs to be attacked: the routes that attacks ask for, and time limits that end soon. */
public final class AttackRoutes {
    /** Answers a GET with few bytes. */
    public static final String FIXED = "/fixed";
    /** Answers a POST with few bytes, once its JSON has come. */
    public static final String FREE = "/free";
    /** Answers a GET with {@link #LARGE_BYTES}. */
    public static final String LARGE = "/large";

    static final int LARGE_BYTES = 200_000;

    private static final Map<String, String> SETTINGS = Map.of(
            "server.request-timeout", "PT3S",
            "server.idle-timeout", "PT4S",
            "websocket.auth-timeout", "PT3S",
            "websocket.close-timeout", "PT8S");

    private AttackRoutes() {}

    /**
     * Settings by key. A client that does nothing is cut off after a few seconds; one that has to answer a WebSocket's close frame after more than the
     * others, so that it shows where the gateway waits for one that has come.
     */
    public static Map<String, String> settings() {
        return SETTINGS;
    }

    /** The text of the route file. */
    public static String yaml() {
        return """
                - {name: attack.fixed, http: GET %s, auth: none, respond: {data: {fixed: true}}}
                - {name: attack.free, http: POST %s, auth: none, respond: {data: {free: true}}}
                - {name: attack.large, http: GET %s, auth: none, respond: {data: {large: "%s"}}}
                """.formatted(FIXED, FREE, LARGE, "x".repeat(LARGE_BYTES));
    }
}
