package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** What is wrong with how Helidon starts. */
final class HelidonStartDefectsTest {
    @HelidonDefect(
            workaround = "gateway.http.HttpServer",
            breaks = "who starts it has to be told that it does not listen")
    void aServerThatCannotListenStartsWithoutAFailure() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WebServer server = WebServer.builder()
                    .host("127.0.0.1")
                    .port(other.getLocalPort())
                    .shutdownHook(false)
                    .routing(HttpRouting.builder())
                    .build();
            server.start();
            assertThat(server.isRunning()).isFalse();
        }
    }
}
