package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.security.TestTokens;
import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that would cost the gateway more than they cost themselves: each is bounded, and none is felt by others. */
@Timeout(60)
class HostileClientTest {
    private static final byte[] NOTHING = {};
    private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, "[]");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RawWebSocket connect() throws IOException {
        RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token());
        client.message("hello");
        return client;
    }

    /** Sends without reading, until the gateway has had enough. */
    private static void sendWithoutEnd(RawWebSocket client, byte[] frames) {
        try {
            while (true) {
                client.raw(frames);
            }
        } catch (IOException e) {
            // That is the end.
        }
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            frames.writeBytes(frame);
        }
        return frames.toByteArray();
    }

    @Test
    void tenThousandFragmentsAreOneMessage() throws IOException {
        try (RawWebSocket client = connect()) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            wire.writeBytes(RawWebSocket.masked(RawWebSocket.TEXT, PING));
            byte[] blank = RawWebSocket.masked(RawWebSocket.CONTINUATION, new byte[] {' '});
            wire.writeBytes(repeated(blank, 10_000));
            wire.writeBytes(RawWebSocket.masked(RawWebSocket.FIN, NOTHING));
            client.raw(wire.toByteArray());
            assertThat(client.message().path("type").asString()).isEqualTo("pong");
        }
    }

    @Test
    void fragmentsWithoutContentAreCountedAsFrames() throws IOException {
        try (RawWebSocket client = connect()) {
            client.frame(RawWebSocket.TEXT, PING);
            client.raw(repeated(RawWebSocket.masked(RawWebSocket.CONTINUATION, NOTHING), 300));
            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void pingsWithoutEndEndTheSession() throws IOException {
        try (RawWebSocket client = connect()) {
            client.raw(repeated(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.PING, new byte[125]), 300));
            RawWebSocket.Frame frame = client.frame();
            int pongs = 0;
            while (frame.opCode() == RawWebSocket.PONG) {
                pongs++;
                frame = client.frame();
            }
            assertThat(pongs).isBetween(1, 299);
            assertThat(frame.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void pongsWithoutEndEndTheSession() throws IOException {
        try (RawWebSocket client = connect()) {
            client.raw(repeated(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.PONG, NOTHING), 300));
            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void aCloseFrameInFragmentsEndsTheSession() throws IOException {
        try (RawWebSocket client = connect()) {
            client.frame(RawWebSocket.CLOSE, new byte[] {0x03});
            client.frame(RawWebSocket.FIN, new byte[] {(byte) 0xE8});
            assertThat(client.closeCode()).isEqualTo(1002);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void whoeverSendsWithoutEndAndReadsNothingIsCutOff() throws IOException {
        for (byte[] frames : List.of(
                repeated(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, PING), 1_000),
                repeated(RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.PING, new byte[125]), 1_000),
                repeated(RawWebSocket.masked(RawWebSocket.CONTINUATION, new byte[] {' '}), 1_000),
                RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[1 << 20]))) {
            try (RawWebSocket client = connect()) {
                sendWithoutEnd(client, frames);
            }
        }
        await().untilAsserted(() ->
                assertThat(gateway.sessions.status().connections()).isZero());
    }

    @Test
    void whoeverDoesNotReadIsNotFeltByTheOtherConnectionsOfTheAccount() throws IOException {
        try (RawWebSocket slow = connect();
                RawWebSocket quick = connect()) {
            int sent = 0;
            while (gateway.presence.stream().noneMatch(told -> told.endsWith(" 4413"))) {
                sent++;
                gateway.pushes.push("account." + TestTokens.ACCOUNT, sent);
                assertThat(quick.message("event").path("payload").path("n").asInt())
                        .isEqualTo(sent);
            }
            quick.send("{\"type\":\"ping\",\"nonce\":\"x\"}");
            assertThat(quick.message("pong").path("nonce").asString()).isEqualTo("x");
            assertThat(slow.socket.isClosed()).isFalse();
        }
    }

    /** A header of a few bytes can announce a message of a MiB; one for each of many connections would be the memory of the gateway. */
    @Test
    void whatIsOnlyAnnouncedTakesNoMemory() {
        byte[] header = RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, new byte[1 << 20]);
        Queue<byte[]> wire = new ArrayDeque<>(List.of(Arrays.copyOf(header, 20)));
        MessageReader reader = new MessageReader(
                new FrameReader(DataReader.create(wire::poll)),
                1 << 20,
                new FramePace(100, 100, () -> 0),
                HeldBytes.UNCOUNTED);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(reader::next).isInstanceOf(DataReader.InsufficientDataAvailableException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 19);
    }
}
