package dev.gatehouse.benchmarks.peer;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/** A bare HTTP server with one handler, which answers what {@code secure} does; it greets with its port. */
public final class HelloServer {
    private static final byte[] BODY =
            "{\"success\":true,\"data\":{\"greeting\":\"hello\"}}".getBytes(StandardCharsets.UTF_8);

    private HelloServer() {}

    public static void main(String[] args) throws Exception {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing -> routing.get("/hello", (request, response) -> {
                    response.headers().contentType(MediaTypes.APPLICATION_JSON);
                    response.send(BODY);
                }))
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IllegalStateException("the server does not run");
        }
        PeerProtocol.serve(Integer.toString(server.port()), command -> "unknown: " + command);
        server.stop();
    }
}
