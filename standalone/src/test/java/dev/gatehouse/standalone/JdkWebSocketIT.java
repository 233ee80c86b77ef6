package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The WebSocket client of the JDK against the whole system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdkWebSocketIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private RunningSystem system;
    private Client client;
    private PushSource pushes;
    private Visitor visitor;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        system = new RunningSystem(
                dir,
                "[]",
                Map.of(
                        "amqp.uri", BROKER.uri().toString(),
                        "database.url", DATABASE.jdbcUrl(),
                        "database.username", DATABASE.username(),
                        "database.password", DATABASE.password()));
        client = new Client(system.url());
        pushes = new PushSource(BROKER);
        Answer account = client.register("ada");
        Answer login = client.login("ada");
        visitor = new Visitor(
                "jdk",
                Visitor.socketUrl(system.url()),
                account.text("account_id"),
                login.text("access_token"),
                client.refresh(login.text("refresh_token")).text("access_token"));
    }

    @AfterAll
    void stop() throws Exception {
        pushes.close();
        client.close();
        system.close();
    }

    @Test
    void headerAuthenticates() throws Exception {
        try (JdkPeer peer = new JdkPeer(visitor, visitor.token())) {
            assertHello(peer.next());
            assertThat(peer.subprotocol()).isEqualTo("gatehouse.v1");
        }
    }

    @Test
    void subprotocolAuthenticatesAndIsNotRepeated() throws Exception {
        try (JdkPeer peer = new JdkPeer(visitor, "", "bearer." + visitor.token())) {
            assertHello(peer.next());
            assertThat(peer.subprotocol()).isEqualTo("gatehouse.v1");
        }
    }

    @Test
    void firstFrameAuthenticates() throws Exception {
        try (JdkPeer peer = new JdkPeer(visitor, "")) {
            peer.send(Map.of("type", "auth", "access_token", visitor.token()));
            assertHello(peer.next());
        }
    }

    @Test
    void badTokenIsRefusedWithAStatus() {
        assertThatThrownBy(() -> new JdkPeer(visitor, "none"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void commandIsAnsweredByTheService() throws Exception {
        try (JdkPeer peer = connected()) {
            peer.send(Map.of("type", "command", "id", "c1", "domain", "auth", "command", "me", "payload", Map.of()));
            JsonNode result = peer.next();
            assertThat(result.path("type").asString()).as("%s", result).isEqualTo("result");
            assertThat(result.path("id").asString()).isEqualTo("c1");
            assertThat(result.at("/payload/account_id").asString()).isEqualTo(visitor.accountId());
        }
    }

    @Test
    void pushToATopicArrives() throws Exception {
        String topic = Visitor.topic("jdk");
        try (JdkPeer peer = connected()) {
            peer.send(Map.of("type", "subscribe", "id", "s1", "topic", topic));
            assertThat(peer.next().at("/payload/topic").asString()).isEqualTo(topic);
            pushes.push("topic." + topic, "tea.ready", Map.of("text", "Tea \u2615"));
            JsonNode event = peer.next();
            assertThat(event.path("type").asString()).isEqualTo("event");
            assertThat(event.path("seq").intValue()).isEqualTo(1);
            assertThat(event.path("event").asString()).isEqualTo("tea.ready");
            assertThat(event.at("/payload/text").asString()).isEqualTo("Tea \u2615");
        }
    }

    @Test
    void pushToTheAccountArrivesWithoutASubscription() throws Exception {
        try (JdkPeer peer = connected()) {
            pushes.push("account." + visitor.accountId(), "tea.ready", Map.of("n", 1));
            JsonNode event = peer.next();
            assertThat(event.at("/payload/n").intValue()).isEqualTo(1);
            assertThat(event.has("topic")).isFalse();
        }
    }

    @Test
    void pingsOfBothKindsAreAnswered() throws Exception {
        try (JdkPeer peer = connected()) {
            peer.ping();
            peer.send(Map.of("type", "ping", "nonce", "n1"));
            assertThat(peer.next().toString()).isEqualTo("{\"type\":\"pong\",\"nonce\":\"n1\"}");
        }
    }

    @Test
    void tokenIsRenewedInPlace() throws Exception {
        try (JdkPeer peer = new JdkPeer(visitor, visitor.token())) {
            JsonNode hello = peer.next();
            peer.send(Map.of("type", "auth", "access_token", visitor.nextToken()));
            assertThat(peer.next().path("connection_id")).isEqualTo(hello.path("connection_id"));
        }
    }

    @Test
    void closesAreTold() throws Exception {
        try (JdkPeer polite = connected();
                JdkPeer wrong = connected()) {
            polite.sendClose();
            assertThat(polite.closeCode()).isEqualTo(1000);
            wrong.send("no JSON");
            assertThat(wrong.closeCode()).isEqualTo(4400);
        }
    }

    private JdkPeer connected() throws Exception {
        JdkPeer peer = new JdkPeer(visitor, visitor.token());
        assertHello(peer.next());
        return peer;
    }

    private void assertHello(JsonNode frame) {
        assertThat(frame.path("type").asString()).as("%s", frame).isEqualTo("hello");
        assertThat(frame.path("v").intValue()).isEqualTo(1);
        assertThat(frame.path("account_id").asString()).isEqualTo(visitor.accountId());
        assertThat(frame.path("expires_in").intValue()).isPositive();
    }
}
