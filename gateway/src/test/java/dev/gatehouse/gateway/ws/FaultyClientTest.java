package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do what they should not. */
class FaultyClientTest {
    private static final byte[] PING = "{\"type\":\"ping\",\"nonce\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, "[]");
        WebSocketConfig defaults = WebSocketConfig.DEFAULT;
        gateway.webSocket = new WebSocketConfig(
                defaults.door(),
                new WebSocketConfig.Times(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(500)),
                defaults.bounds(),
                new WebSocketConfig.Resume(Duration.ZERO, 1, ByteSize.ofKiB(1)),
                defaults.topics());
    }

    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() ->
                assertThat(gateway.sessions.status()).isEqualTo(new SessionRegistry.Status(0, 0, 0, 0, false)));
        assertThat(gateway.pushes.subscribers).isEmpty();
        gateway.close();
    }

    private RawWebSocket connect() throws IOException {
        RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token());
        client.message("hello");
        return client;
    }

    private void closes(int code, byte[]... bytes) throws IOException {
        try (RawWebSocket client = connect()) {
            for (byte[] some : bytes) {
                client.raw(some);
            }
            assertThat(client.closeCode()).isEqualTo(code);
            assertThat(client.isEnded()).isTrue();
        }
    }

    private static byte[] text(String text) {
        return RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotIntelligibleEndsTheSession() throws IOException {
        closes(4400, text("not json"));
        closes(4400, text("[]"));
        closes(4400, text("{}"));
        closes(4400, text("{\"type\":\"nonsense\"}"));
        closes(4400, text("{\"type\":7}"));
        closes(4400, text("{\"type\":\"ping\"} x"));
        closes(4400, text("\u0000\u0000{}"));
        closes(4400, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.BINARY, PING));
        closes(4400, RawWebSocket.masked(RawWebSocket.BINARY, PING));
    }

    @Test
    void whatIsNotUtf8EndsTheSession() throws IOException {
        closes(1007, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {'"', (byte) 0xC3, '"'}));
        closes(1007, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {
            (byte) 0xED, (byte) 0xA0, (byte) 0x80
        }));
    }

    @Test
    void whatCannotBecomeUtf8IsRefusedBeforeItsMessageIsComplete() throws IOException {
        byte[] bad = {'"', (byte) 0xF4, (byte) 0x90};
        closes(1007, RawWebSocket.masked(RawWebSocket.TEXT, bad));
        closes(
                1007,
                RawWebSocket.masked(RawWebSocket.TEXT, new byte[] {(byte) 0xF4}),
                RawWebSocket.masked(RawWebSocket.CONTINUATION, new byte[] {(byte) 0x90}));
        byte[] whole = RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, java.util.Arrays.copyOf(bad, 100));
        closes(1007, java.util.Arrays.copyOf(whole, whole.length - 97));
    }

    @Test
    void aLengthThatIsLongerThanItHasToBeEndsTheSession() throws IOException {
        closes(1002, new byte[] {(byte) 0x81, (byte) 0xFE, 0, 125});
        closes(1002, new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF});
        closes(1002, new byte[] {(byte) 0x81, (byte) 0xFF, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void whatBreaksTheProtocolEndsTheSession() throws IOException {
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | 0x3, PING));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | 0xF, PING));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | 0x40 | RawWebSocket.TEXT, PING));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.CONTINUATION, PING));
        closes(1002, RawWebSocket.masked(RawWebSocket.TEXT, PING), text("{}"));
        closes(1002, RawWebSocket.masked(RawWebSocket.PING, PING));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.PING, new byte[126]));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[1]));
        closes(1002, RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xED}));
        closes(1002, new byte[] {(byte) 0x81, 0x02, '{', '}'});
    }

    @Test
    void whatIsTooBigEndsTheSession() throws IOException {
        closes(1009, text("x".repeat(64 * 1024 + 1)));
        byte[] half = new byte[40 * 1024];
        java.util.Arrays.fill(half, (byte) 'x');
        closes(
                1009,
                RawWebSocket.masked(RawWebSocket.TEXT, half),
                RawWebSocket.masked(RawWebSocket.CONTINUATION, half));
        closes(1009, new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1});
    }

    @Test
    void fragmentsOfOneByteAreJoined() throws IOException {
        try (RawWebSocket client = connect()) {
            for (int i = 0; i < PING.length; i++) {
                int opCode = i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION;
                client.frame((i == PING.length - 1 ? RawWebSocket.FIN : 0) | opCode, new byte[] {PING[i]});
                if (i == 5) {
                    client.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[] {1, 2});
                }
            }
            RawWebSocket.Frame pong = client.frame();
            assertThat(pong.opCode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).containsExactly(1, 2);
            assertThat(client.message().path("nonce").asString()).isEqualTo("\u00e9");
        }
    }

    @Test
    void aClientThatStopsInTheMiddleOfAFrameIsDropped() throws IOException {
        try (RawWebSocket client = connect()) {
            client.raw(new byte[] {(byte) 0x81, (byte) 0x85, 1, 2, 3, 4, 5});
            assertThat(client.closeCode()).isEqualTo(4408);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aFloodEndsTheSession() throws IOException {
        try (RawWebSocket client = connect()) {
            byte[] ping = text("{\"type\":\"ping\"}");
            for (int i = 0; i < 300; i++) {
                client.raw(ping);
            }
            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void tenThousandFramesOfGarbageEndTheSession() throws IOException {
        try (RawWebSocket client = connect()) {
            java.util.Random random = new java.util.Random(42);
            byte[] garbage = new byte[10_000];
            random.nextBytes(garbage);
            try {
                for (int i = 0; i < 10_000; i++) {
                    client.raw(java.util.Arrays.copyOfRange(garbage, i, i + 1));
                }
            } catch (IOException e) {
                // Ended before the last of them.
            }
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatNeverReadsIsDropped() throws IOException {
        try (RawWebSocket client = connect()) {
            for (int i = 0; gateway.sessions.status().connections() > 0 && i < 20_000_000; i++) {
                gateway.pushes.push("account." + TestTokens.ACCOUNT, i);
            }
            await().untilAsserted(() -> assertThat(gateway.presence)
                    .last()
                    .asString()
                    .startsWith("closed ")
                    .endsWith(" 4413"));
            assertThat(client.socket.isClosed()).isFalse();
        }
    }

    @Test
    void aClientThatLeavesWithoutAWordIsForgotten() throws IOException {
        try (RawWebSocket client = connect()) {
            client.socket.setSoLinger(true, 0);
        }
        await().untilAsserted(
                        () -> assertThat(gateway.presence).last().asString().endsWith(" 1006"));
    }

    @Test
    void aMessageRightBehindTheUpgradeIsTaken() throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect")) {
            client.raw(text("{\"type\":\"auth\",\"access_token\":\"" + gateway.token() + "\"}"));
            client.raw(text("{\"type\":\"ping\",\"nonce\":\"1\"}"));
            assertThat(client.message().path("type").asString()).isEqualTo("hello");
            assertThat(client.message().path("type").asString()).isEqualTo("pong");
        }
    }
}
