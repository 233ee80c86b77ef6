package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.http.RawClient;
import dev.gatehouse.gateway.ws.RawWebSocket;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.testing.junit5.ServerTest;
import io.helidon.webserver.testing.junit5.SetUpServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;

/** What is wrong with Helidon's WebSocket, and why frames and messages are read by us. */
@ServerTest
final class HelidonWebSocketDefectsTest {
    private static final int NORMAL_CLOSURE = 1000;
    /** What an endpoint must not send (RFC 6455, section 7.4.1). */
    private static final byte[] NO_STATUS = {0x03, (byte) 0xed};

    private final int port;

    HelidonWebSocketDefectsTest(WebServer server) {
        port = server.port();
    }

    @SetUpServer
    static void server(WebServerConfig.Builder server) {
        server.host("127.0.0.1")
                .useNio(false)
                .addRouting(WsRouting.builder().endpoint("/echo", HelidonWebSocketDefectsTest.Echo::new));
    }

    /** Sends whole messages back. */
    private static final class Echo implements WsListener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            message.append(text);
            if (last) {
                session.send(message.toString(), true);
                message.setLength(0);
            }
        }
    }

    private RawWebSocket client() throws IOException {
        return new RawWebSocket(port, "/echo");
    }

    @HelidonDefect(workaround = "gateway.ws.PartialMessage", breaks = "RFC 6455, section 5.6")
    void aCharacterInTwoFragmentsIsLost() throws IOException {
        try (RawWebSocket client = client()) {
            client.frame(RawWebSocket.TEXT, new byte[] {(byte) 0xc3});
            client.frame(RawWebSocket.FIN | RawWebSocket.CONTINUATION, new byte[] {(byte) 0xa9});
            assertThat(client.frame().text()).isEqualTo("\ufffd\ufffd");
        }
    }

    @HelidonDefect(workaround = "gateway.ws.Utf8Check", breaks = "RFC 6455, section 8.1")
    void whatIsNoUtf8IsTaken() throws IOException {
        try (RawWebSocket client = client()) {
            client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {(byte) 0xff});
            assertThat(client.frame().text()).isEqualTo("\ufffd");
        }
    }

    @HelidonDefect(workaround = "gateway.ws.MessageReader", breaks = "RFC 6455, section 5.4")
    void aMessageMayBeginInsideOfAnother() throws IOException {
        try (RawWebSocket client = client()) {
            client.frame(RawWebSocket.TEXT, new byte[] {'a'});
            client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {'b'});
            assertThat(client.frame().text()).isEqualTo("ab");
        }
    }

    @HelidonDefect(workaround = "gateway.ws.MessageReader", breaks = "RFC 6455, section 7.4.1")
    void aCodeThatMustNotBeSentClosesNormally() throws IOException {
        try (RawWebSocket client = client()) {
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, NO_STATUS);
            assertThat(client.closeCode()).isEqualTo(NORMAL_CLOSURE);
        }
    }

    @HelidonDefect(workaround = "common.wire.HeadScanner", breaks = "RFC 6455, section 4.2.1")
    void theProtocolIsComparedWithRegardToCase() throws IOException {
        assertThat(upgrade("Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"))
                .doesNotStartWith("HTTP/1.1 101 ");
    }

    private String upgrade(String headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write("GET /echo HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers
                    + "\r\n");
            return client.readResponse();
        }
    }
}
