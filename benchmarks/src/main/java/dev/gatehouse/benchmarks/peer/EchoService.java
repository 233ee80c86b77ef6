package dev.gatehouse.benchmarks.peer;

/** Where the echo responder is found, and what it is sent. */
public final class EchoService {
    public static final String EXCHANGE = "core.rpc.v1";
    public static final String ROUTING_KEY = "core.bench.rpc.echo.v1";
    public static final String REQUEST =
            "{\"text\":\"the quick brown fox jumps over the lazy dog\",\"count\":3,\"tags\":[\"bench\",\"echo\"]}";

    static final String QUEUE = "core.bench.rpc.v1";
    static final String BEFORE = "{\"success\":true,\"data\":";
    static final String AFTER = "}";

    private EchoService() {}
}
