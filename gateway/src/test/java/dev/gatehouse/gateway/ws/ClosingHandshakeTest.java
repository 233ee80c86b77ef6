package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.http.TlsTestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The closing handshake (RFC 6455, section 7): every reason for which the gateway closes, with every way in which a client takes it. A client gets the
 * close frame, and the end of the connection as soon as both sides have closed.
 */
@Timeout(60)
class ClosingHandshakeTest {
    /** Longer than the clients here wait for anything. */
    private static final Duration NEVER = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofMillis(300);
    private static final byte[] NOTHING = {};
    private static final byte[] TEXT = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};
    private static final int MIB = 1 << 20;

    @TempDir
    static Path directory;

    private static TestGateway gateway;

    /** What a client does once it has read the close frame, and has sent the rest of the frame that it was at. */
    enum Behaviour {
        ANSWERS {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                client.answer(close);
            }
        },
        SENDS_DATA_AND_ANSWERS {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                for (int i = 0; i < 300; i++) {
                    client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, TEXT);
                    client.frame(RawWebSocket.FIN | RawWebSocket.PING, NOTHING);
                }
                client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[MIB]);
                client.answer(close);
            }
        },
        BREAKS_THE_PROTOCOL_AND_ANSWERS {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                client.frame(RawWebSocket.FIN | 0x3, TEXT);
                client.frame(RawWebSocket.FIN | 0x70 | RawWebSocket.TEXT, new byte[] {(byte) 0xFF});
                client.frame(RawWebSocket.CONTINUATION, new byte[200_000]);
                client.frame(RawWebSocket.PING, new byte[126]);
                client.raw(new byte[] {(byte) 0x81, 2, '{', '}'});
                client.answer(close);
            }
        },
        ANSWERS_BYTE_BY_BYTE {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                for (byte one : RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.CLOSE, NORMAL)) {
                    client.raw(new byte[] {one});
                }
            }
        },
        ANSWERS_WITH_A_BROKEN_CLOSE_FRAME {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                client.frame(0x40 | RawWebSocket.CLOSE, new byte[70_000]);
            }
        },
        HALF_CLOSES {
            @Override
            void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException {
                client.socket.shutdownOutput();
            }
        };

        abstract void go(RawWebSocket client, RawWebSocket.Frame close) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(directory, "[]");
    }

    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() ->
                assertThat(gateway.sessions.status().connections()).isZero());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> reasonsAndBehaviours() {
        return Arrays.stream(ClosingReason.values())
                .flatMap(reason -> Arrays.stream(Behaviour.values()).map(how -> Arguments.of(reason, how)));
    }

    @ParameterizedTest
    @MethodSource("reasonsAndBehaviours")
    void theConnectionEndsAsSoonAsBothHaveClosed(ClosingReason reason, Behaviour behaviour) throws IOException {
        try (ClosingReason.Closed closed = reason.provoke(gateway, NEVER)) {
            RawWebSocket client = closed.client();
            RawWebSocket.Frame close = client.closeFrame();
            assertThat(close.closeCode()).isEqualTo(reason.code);
            client.raw(closed.rest());
            behaviour.go(client, close);
            client.awaitCleanEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePlaceIsGivenBackBeforeTheClientAnswers(ClosingReason reason) throws IOException {
        try (ClosingReason.Closed closed = reason.provoke(gateway, NEVER)) {
            closed.client().closeFrame();
            List<Integer> others = closed.other().map(other -> 1).stream().toList();
            await().untilAsserted(() ->
                    assertThat(gateway.sessions.byAccount().values()).containsExactlyElementsOf(others));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatNeverAnswersIsCutOffInTime(ClosingReason reason) throws IOException {
        try (ClosingReason.Closed closed = reason.provoke(gateway, SOON)) {
            assertThat(closed.client().closeFrame().closeCode()).isEqualTo(reason.code);
            assertThat(closed.client().isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatGoesOnSendingIsCutOffInTime() throws IOException {
        try (ClosingReason.Closed closed = ClosingReason.NOT_JSON.provoke(gateway, SOON)) {
            assertThat(closed.client().closeFrame().closeCode()).isEqualTo(4400);
            sendUntilItEnds(closed.client(), TEXT);
        }
    }

    @Test
    void aClientThatGoesOnSendingIsCutOffAfterABoundOfBytes() throws IOException {
        try (ClosingReason.Closed closed = ClosingReason.NOT_JSON.provoke(gateway, NEVER)) {
            assertThat(closed.client().closeFrame().closeCode()).isEqualTo(4400);
            int sent = sendUntilItEnds(closed.client(), new byte[MIB]);
            assertThat(sent).isGreaterThanOrEqualTo((int) (SessionConnection.MAX_DISCARDED_BYTES / MIB));
        }
    }

    /** How many frames could be sent. */
    private static int sendUntilItEnds(RawWebSocket client, byte[] payload) {
        int sent = 0;
        try {
            while (true) {
                client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, payload);
                sent++;
            }
        } catch (IOException e) {
            return sent;
        }
    }

    @Test
    void aCloseFrameThatBreaksTheProtocolIsACloseAllTheSame() throws IOException {
        closes(1002, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {3});
        closes(1002, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xED});
        closes(1002, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[126]);
        closes(1002, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[100_000]);
        closes(1002, RawWebSocket.FIN | 0x10 | RawWebSocket.CLOSE, NORMAL);
        closes(1002, RawWebSocket.CLOSE, NORMAL);
        closes(1007, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8, (byte) 0xC3});
    }

    @Test
    void aClientThatClosesIsAnsweredWithItsCode() throws IOException {
        closes(1000, RawWebSocket.FIN | RawWebSocket.CLOSE, NORMAL);
        closes(4999, RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x13, (byte) 0x87, 'b', 'y', 'e'});
    }

    private static void closes(int code, int first, byte[] payload) throws IOException {
        ClosingReason.closingWithin(gateway, NEVER);
        try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token())) {
            client.message("hello");
            client.frame(first, payload);
            assertThat(client.closeCode()).isEqualTo(code);
            client.awaitCleanEnd();
        }
    }

    @Test
    void aGatewayThatStopsEndsConnectionsAsSoonAsTheirClientsAnswer(@TempDir Path another) throws Exception {
        try (TestGateway stopping = TestGateway.start(another, "[]");
                RawWebSocket client = RawWebSocket.withToken(stopping.port(), stopping.token())) {
            client.message("hello");
            Thread closing = Thread.ofVirtual().start(stopping.webSockets::close);
            RawWebSocket.Frame close = client.closeFrame();
            assertThat(close.closeCode()).isEqualTo(1001);
            client.answer(close);
            client.awaitCleanEnd();
            closing.join();
        }
    }

    private static RawWebSocket overTls(TlsTestGateway tls) throws IOException {
        TestGateway over = tls.gateway();
        Socket socket = tls.clients().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), over.port());
        RawWebSocket client = new RawWebSocket(socket, WebSockets.PATH, "Authorization: Bearer " + over.token());
        client.message("hello");
        return client;
    }

    @Test
    void overTlsTheEndIsAsQuickAndAsClean(@TempDir Path another) throws Exception {
        List<byte[]> breaches = List.of(
                RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {'x'}),
                RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[MIB]),
                RawWebSocket.masked(RawWebSocket.FIN | 0x3, TEXT));
        try (TlsTestGateway tls = TlsTestGateway.start(another, "[]")) {
            ClosingReason.closingWithin(tls.gateway(), NEVER);
            for (byte[] breach : breaches) {
                try (RawWebSocket client = overTls(tls)) {
                    client.raw(breach);
                    RawWebSocket.Frame close = client.closeFrame();
                    client.frame(RawWebSocket.FIN | RawWebSocket.TEXT, TEXT);
                    client.answer(close);
                    client.awaitCleanEnd();
                }
            }
            ClosingReason.closingWithin(tls.gateway(), SOON);
            try (RawWebSocket client = overTls(tls)) {
                client.raw(breaches.getFirst());
                assertThat(client.closeFrame().closeCode()).isEqualTo(4400);
                assertThat(client.isEnded()).isTrue();
            }
        }
    }
}
