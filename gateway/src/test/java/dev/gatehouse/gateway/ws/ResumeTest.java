package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ResumeTest {
    private static final String ACCOUNT = "account." + TestTokens.ACCOUNT;

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

    private void keeping(Duration window, int events) {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(
                now.door(),
                now.times(),
                now.bounds(),
                new WebSocketConfig.Resume(window, events, ByteSize.ofKiB(64)),
                now.topics());
    }

    private RawWebSocket connect() throws IOException {
        return RawWebSocket.withToken(gateway.port(), gateway.token());
    }

    /** Connects, gets two events of a topic, and loses the connection. */
    private String lost() throws IOException {
        try (RawWebSocket client = connect()) {
            String id = client.message().path("connection_id").asString();
            client.send("{\"type\":\"subscribe\",\"id\":\"s1\",\"topic\":\"public.a\"}");
            client.message("result");
            gateway.pushes.push("topic.public.a", 1);
            gateway.pushes.push(ACCOUNT, 2);
            client.messages(2);
            int before = gateway.sessions.status().awaited();
            client.cut();
            await().untilAsserted(() ->
                    assertThat(gateway.sessions.status().awaited()).isEqualTo(before + 1));
            return id;
        }
    }

    private static String resume(String id, long lastSeq) {
        return "{\"type\":\"resume\",\"connection_id\":\"" + id + "\",\"last_seq\":" + lastSeq + "}";
    }

    @Test
    void whoeverComesBackGetsWhatWasMissedInOrderAndOnce() throws IOException {
        String id = lost();
        gateway.pushes.push("topic.public.a", 3);
        gateway.pushes.push(ACCOUNT, 4);
        try (RawWebSocket client = connect()) {
            assertThat(client.message().path("connection_id").asString()).isNotEqualTo(id);
            gateway.pushes.push(ACCOUNT, 5);
            client.send(resume(id, 1));
            assertThat(client.message().toString())
                    .isEqualTo("{\"type\":\"resumed\",\"connection_id\":\"" + id
                            + "\",\"last_seq\":5,\"topics\":[\"public.a\"]}");
            for (int i = 2; i <= 5; i++) {
                JsonNode event = client.message();
                assertThat(event.path("seq").asInt()).isEqualTo(i);
                assertThat(event.path("payload").path("n").asInt()).isEqualTo(i);
            }
            gateway.pushes.push("topic.public.a", 6);
            assertThat(client.message().path("seq").asInt()).isEqualTo(6);
            assertThat(gateway.sessions.status()).isEqualTo(new SessionRegistry.Status(1, 1, 1, 0, false));
        }
        assertThat(gateway.presence).startsWith("opened " + id, "closed " + id + " 1006", "opened " + id);
    }

    @Test
    void whoeverComesBackWithoutAWordGetsNothingOfIt() throws IOException {
        lost();
        gateway.pushes.push(ACCOUNT, 3);
        try (RawWebSocket client = connect()) {
            client.message("hello");
            gateway.pushes.push(ACCOUNT, 4);
            JsonNode event = client.message();
            assertThat(event.path("seq").asInt()).isEqualTo(1);
            assertThat(event.path("payload").path("n").asInt()).isEqualTo(4);
            client.send(resume(UUID.randomUUID().toString(), 0));
            assertThat(client.message().path("reason").asString()).isEqualTo("unknown");
        }
    }

    @Test
    void aConnectionThatIsStillThereIsTakenOver() throws IOException {
        try (RawWebSocket old = connect();
                RawWebSocket fresh = connect()) {
            String id = old.message().path("connection_id").asString();
            fresh.message("hello");
            gateway.pushes.push(ACCOUNT, 1);
            fresh.send(resume(id, 0));
            assertThat(fresh.message("resumed").path("last_seq").asInt()).isEqualTo(1);
            assertThat(fresh.message().path("seq").asInt()).isEqualTo(1);
            assertThat(old.closeCode()).isEqualTo(4410);
            gateway.pushes.push(ACCOUNT, 2);
            assertThat(fresh.message().path("seq").asInt()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNotKeptIsAGap() throws IOException {
        keeping(Duration.ofSeconds(30), 3);
        String id = lost();
        for (int i = 3; i <= 6; i++) {
            gateway.pushes.push(ACCOUNT, i);
        }
        failed(id, 2, "gap");
        failed(id, 7, "gap");
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send(resume(id, 3));
            client.message("resumed");
            assertThat(client.messages(3).getLast().path("seq").asInt()).isEqualTo(6);
        }
    }

    @Test
    void whateverTheBrokerLostIsAGap() throws IOException {
        String id = lost();
        gateway.pushes.miss();
        gateway.pushes.push(ACCOUNT, 3);
        failed(id, 2, "gap");
        try (RawWebSocket client = connect()) {
            client.message("hello");
            gateway.pushes.miss();
            assertThat(client.message("gap").path("type").asString()).isEqualTo("gap");
        }
    }

    private static String token(Map<String, Object> other) {
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.putAll(other);
        return TestGateway.ISSUER.token(TestGateway.ISSUER.header(), claims);
    }

    private String refusal(String token, String id) throws IOException {
        try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), token)) {
            client.message("hello");
            client.send(resume(id, 2));
            return client.message("resume_failed").path("reason").asString();
        }
    }

    @Test
    void whatIsOfAnotherLoginIsToldToTheSameAccountAlone() throws IOException {
        String id = lost();
        String login = UUID.randomUUID().toString();
        assertThat(refusal(token(Map.of("sid", login)), id)).isEqualTo("other_session");
        String stranger = UUID.randomUUID().toString();
        assertThat(refusal(token(Map.of("sid", login, "sub", stranger)), id)).isEqualTo("unknown");
        assertThat(refusal(token(Map.of("sub", stranger)), id)).isEqualTo("unknown");
    }

    @Test
    void whoeverComesBackTooLateFindsNothing() throws IOException {
        keeping(Duration.ofMillis(300), 10);
        String id = lost();
        await().untilAsserted(
                        () -> assertThat(gateway.sessions.status().awaited()).isZero());
        failed(id, 2, "unknown");
        await().untilAsserted(
                        () -> assertThat(gateway.sessions.status().streams()).isZero());
        assertThat(gateway.pushes.subscribers).isEmpty();
    }

    /** Once the end of the old connection was the last that was heard of an id whose new connection lived. */
    @Test
    void theEndOfAConnectionThatWasTakenOverCanBeToldFromTheEndOfItsSuccessor() throws IOException {
        try (RawWebSocket old = connect();
                RawWebSocket fresh = connect()) {
            String id = old.message().path("connection_id").asString();
            fresh.message("hello");
            fresh.send(resume(id, 0));
            fresh.message("resumed");
            assertThat(old.closeCode()).isEqualTo(4410);
            await().untilAsserted(() -> assertThat(gateway.presence)
                    .containsExactlyInAnyOrder("opened " + id, "opened " + id, "closed " + id + " 4410"));
            assertThat(epoch("closed " + id + " 4410")).isOne();
        }
        await().untilAsserted(
                        () -> assertThat(gateway.presence).last().asString().endsWith(" 1006"));
        assertThat(epoch(gateway.presence.getLast())).isEqualTo(2);
        assertThat(gateway.connections.stream().mapToInt(LiveConnection::epoch)).containsExactlyInAnyOrder(1, 2, 1, 2);
    }

    private int epoch(String told) {
        return gateway.connections.get(gateway.presence.indexOf(told)).epoch();
    }

    /** Once the earlier connection was not told of it, and took the events back when its moment was over. */
    @Test
    void aConnectionThatWaitsForItsFirstFrameIsTakenOverToo() throws IOException {
        lost();
        try (RawWebSocket old = connect();
                RawWebSocket fresh = connect()) {
            String id = old.message("hello").path("connection_id").asString();
            fresh.message("hello");
            fresh.send(resume(id, 0));
            fresh.message("resumed");
            assertThat(old.closeCode()).isEqualTo(4410);
            gateway.pushes.push(ACCOUNT, 1);
            assertThat(fresh.message("event").path("payload").path("n").asInt()).isOne();
        }
    }

    /** Once a command, which has a way of its own, was not a first frame. */
    @Test
    void nobodyResumesBehindACommand() throws IOException {
        try (RawWebSocket old = connect();
                RawWebSocket fresh = connect()) {
            String id = old.message("hello").path("connection_id").asString();
            fresh.message("hello");
            for (int i = 0; i < 3; i++) {
                fresh.send("{\"type\":\"command\",\"id\":\"c" + i + "\",\"domain\":\"no\",\"command\":\"such\"}");
                fresh.message("error");
            }
            fresh.send(resume(id, 0));
            assertThat(fresh.message("resume_failed").path("reason").asString()).isEqualTo("not_first");
        }
    }

    /** Once the time for the client's first frame began before it had its hello, and could be over by then. */
    @Test
    void whoeverIsBoundSlowlyMayStillComeBack() throws IOException {
        String id = lost();
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(
                now.door(),
                new WebSocketConfig.Times(Duration.ofMillis(100), Duration.ofSeconds(25), Duration.ofSeconds(5)),
                now.bounds(),
                now.resume(),
                now.topics());
        gateway.pushes.joining =
                () -> await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send(resume(id, 2));
            assertThat(client.message().path("type").asString()).isEqualTo("resumed");
        }
    }

    @Test
    void onlyTheFirstFrameResumes() throws IOException {
        String id = lost();
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"ping\"}");
            client.message("pong");
            client.send(resume(id, 2));
            assertThat(client.message("resume_failed").path("reason").asString())
                    .isEqualTo("not_first");
        }
    }

    @Test
    void whoeverClosesInGoodOrderDoesNotComeBack() throws IOException {
        String id;
        try (RawWebSocket client = connect()) {
            id = client.message().path("connection_id").asString();
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8});
            client.closeCode();
        }
        await().untilAsserted(
                        () -> assertThat(gateway.sessions.status().streams()).isZero());
        failed(id, 0, "unknown");
    }

    private void failed(String id, long lastSeq, String reason) throws IOException {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send(resume(id, lastSeq));
            assertThat(client.message().path("reason").asString()).isEqualTo(reason);
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8});
            client.closeCode();
        }
    }
}
