package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.http.RawClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpRoute;
import io.helidon.webserver.testing.junit5.SetUpServer;
import java.io.IOException;
import java.time.Duration;

/**
 * What Helidon lets clients do that take their time. Its only bound is that of an idle connection, so each of these waits until such a connection has been
 * closed: by then a client that is in the middle of something has had as long, and is still served.
 */
@ServerTest
final class HelidonSlowClientDefectsTest {
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final int port;

    HelidonSlowClientDefectsTest(WebServer server) {
        port = server.port();
    }

    @SetUpServer
    static void server(WebServerConfig.Builder server) {
        server.host("127.0.0.1").useNio(false).idleConnectionTimeout(IDLE).idleConnectionPeriod(LOOK);
    }

    @SetUpRoute
    static void routes(HttpRouting.Builder routing) {
        routing.get("/", (request, response) -> response.send("served"))
                .post(
                        "/",
                        (request, response) -> response.send(request.content().as(String.class)));
    }

    @HelidonDefect(workaround = "common.edge.ClientConnection", breaks = "whoever connects and says nothing is kept")
    void aClientThatSaysNothingIsKept() throws IOException {
        assertIsKept("", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "served");
    }

    @HelidonDefect(workaround = "common.edge.SlowClients", breaks = "a head may take for ever")
    void aClientThatDoesNotEndItsHeadIsKept() throws IOException {
        assertIsKept("GET / HTTP/1.1\r\nHost: a\r\n", "\r\n", "served");
    }

    @HelidonDefect(workaround = "common.edge.SlowClients", breaks = "a body may take for ever")
    void aClientThatDoesNotEndItsBodyIsKept() throws IOException {
        assertIsKept("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{", "}", "{}");
    }

    private void assertIsKept(String beginning, String rest, String body) throws IOException {
        try (RawClient slow = new RawClient(port);
                RawClient idle = new RawClient(port)) {
            slow.write(beginning);
            idle.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(idle.readToEnd()).endsWith("served");
            slow.write(rest);
            assertThat(slow.readResponse()).endsWith(body);
        }
    }
}
