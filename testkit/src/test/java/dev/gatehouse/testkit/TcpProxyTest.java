package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void setUp() throws IOException {
        echo = new ServerSocket();
        echo.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::acceptAll);
        proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void tearDown() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesGoBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 'a')).isEqualTo('a');
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> proxy.openSockets() == 0);
    }

    @Test
    void cutConnectionFailsAndANewOneWorks() throws IOException {
        try (Socket client = connect();
                Socket next = cutAndConnectAgain(client)) {
            assertThatThrownBy(() -> roundTrip(client, 'b')).isInstanceOf(IOException.class);
            assertThat(roundTrip(next, 'c')).isEqualTo('c');
        }
    }

    private Socket cutAndConnectAgain(Socket client) throws IOException {
        assertThat(roundTrip(client, 'a')).isEqualTo('a');
        proxy.cut();
        return connect();
    }

    @Test
    void refusingProxyTakesNoConnectionUntilItIsHealed() throws IOException {
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);

        proxy.heal();
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 'a')).isEqualTo('a');
        }
    }

    @Test
    void stalledConnectionGetsNothingUntilItIsHealedAndThenEverything() throws IOException {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 'a')).isEqualTo('a');
            proxy.stall();
            client.setSoTimeout(200);
            assertThatThrownBy(() -> roundTrip(client, 'b')).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void stalledAnswersComeOnceItIsHealed() throws IOException {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 'a')).isEqualTo('a');
            proxy.stallAnswers();
            client.setSoTimeout(200);
            assertThatThrownBy(() -> roundTrip(client, 'b')).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(5_000);
        return client;
    }

    private static int roundTrip(Socket client, int octet) throws IOException {
        client.getOutputStream().write(octet);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new IOException("the connection has ended");
        }
        return answer;
    }

    private void acceptAll() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread.ofVirtual().start(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The proxy has reset the connection, which is what some of the tests are about.
        }
    }
}
