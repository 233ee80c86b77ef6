package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.socket.PlainSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    @Test
    void theServersBufferIsWhereItIsLookedFor() {
        assertThat(ReadBuffer.isFound()).isTrue();
    }

    @Test
    void aSocketReadsWithASmallerOne() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            PlainSocket socket = PlainSocket.server(accepted, "1", "2");
            ReadBuffer.shrink(socket);
            byte[] sent = new byte[4_000];
            sent[1_500] = 7;
            client.getOutputStream().write(sent);
            int at = 0;
            while (at < sent.length) {
                byte[] read = socket.get();
                assertThat(read).hasSizeBetween(1, 1024);
                for (byte one : read) {
                    assertThat(one).isEqualTo(sent[at]);
                    at++;
                }
            }
        }
    }
}
