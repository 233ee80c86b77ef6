package dev.gatehouse.common.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.socket.PlainSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final int SESSION = 1024;

    private ServerSocket server;
    private Socket client;
    private PlainSocket socket;
    private ClientInput input;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = new Socket(server.getInetAddress(), server.getLocalPort());
        socket = PlainSocket.server(server.accept(), "1", "2");
        input = new ClientInput(socket);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        client.close();
        server.close();
    }

    @Test
    void helidonsBufferIsWhereItIsLookedFor() {
        assertThat(ReadBuffer.isFound()).isTrue();
    }

    @Test
    void itIsSmallUntilItWasFull() throws IOException {
        byte[] sent = send(20_000);

        assertThat(input.get()).isEqualTo(Arrays.copyOf(sent, ReadBuffer.SMALL));
        assertThat(input.get())
                .isEqualTo(Arrays.copyOfRange(sent, ReadBuffer.SMALL, ReadBuffer.SMALL + ReadBuffer.LARGE));
    }

    @Test
    void itIsSmallAgainOnceLittleComes() throws IOException {
        send(ReadBuffer.SMALL + 10);
        input.get();
        input.get();

        send(20_000);

        assertThat(input.get()).hasSize(ReadBuffer.SMALL);
    }

    @Test
    void aSessionsIsSmaller() throws IOException {
        input.expectShortReads(SESSION);
        byte[] sent = send(20_000);

        assertThat(input.get()).isEqualTo(Arrays.copyOf(sent, SESSION));
        assertThat(input.get()).isEqualTo(Arrays.copyOfRange(sent, SESSION, SESSION + ReadBuffer.LARGE));
    }

    private byte[] send(int count) throws IOException {
        byte[] sent = new byte[count];
        new Random(1).nextBytes(sent);
        client.getOutputStream().write(sent);
        return sent;
    }
}
