package dev.gatehouse.testkit.edge;

/** The routes that attacks ask for: the file that a gateway needs which is attacked. */
public final class AttackRoutes {
    /** Answers a GET with few bytes. */
    public static final String FIXED = "/fixed";
    /** Answers a POST with few bytes, once its JSON has come. */
    public static final String FREE = "/free";
    /** Answers a GET with {@link #LARGE_BYTES}. */
    public static final String LARGE = "/large";

    static final int LARGE_BYTES = 200_000;

    private AttackRoutes() {}

    /** The text of the route file. */
    public static String yaml() {
        return """
                - {name: attack.fixed, http: GET %s, auth: none, respond: {data: {fixed: true}}}
                - {name: attack.free, http: POST %s, auth: none, respond: {data: {free: true}}}
                - {name: attack.large, http: GET %s, auth: none, respond: {data: {large: "%s"}}}
                """.formatted(FIXED, FREE, LARGE, "x".repeat(LARGE_BYTES));
    }
}
