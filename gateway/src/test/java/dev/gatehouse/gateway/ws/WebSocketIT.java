package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.gateway.FakeAuth;
import dev.gatehouse.gateway.RunningGateway;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sessions of a whole gateway on a broker, with services behind it that know nothing but AMQP. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final String ROUTES = """
            - {name: t.echo, rpc: core.wstest.rpc.echo.v1}
            - {name: t.away, rpc: core.wstest.rpc.away.v1}
            """;
    private static final int SESSIONS = 200;
    private static final int TOPICS = 200;
    private static final int BURST = 2_000;

    private FakeAuth auth;
    private RunningGateway gateway;
    private BusService service;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        auth = new FakeAuth(BROKER, RunningGateway.ISSUER);
        service = new BusService(BROKER, "core.wstest.rpc.echo.v1");
        gateway = new RunningGateway(
                BROKER.uri(),
                directory,
                ROUTES,
                Map.of(
                        "websocket.push.linger",
                        "PT0.2S",
                        "websocket.resume.window",
                        "PT0S",
                        "websocket.frame-rate.burst",
                        Integer.toString(2 * TOPICS + 10),
                        // A burst is to show the order, not how fast this machine's client reads.
                        "websocket.outbox.max-frames",
                        Integer.toString(BURST)));
        gateway.awaitReady(true);
    }

    @AfterAll
    void stop() {
        gateway.close();
        service.close();
        auth.close();
    }

    private RawWebSocket connect(UUID account, UUID session) throws IOException {
        return RawWebSocket.withToken(gateway.port(), RunningGateway.token(account, session));
    }

    private static int number(JsonNode event) {
        assertThat(event.path("type").asString()).as("%s", event).isEqualTo("event");
        return event.at("/payload/n").asInt();
    }

    @Test
    void whatIsPushedRightAfterHelloArrives() throws IOException {
        assertPushesArriveRightAfterHello();
    }

    private void assertPushesArriveRightAfterHello() throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            UUID account = UUID.randomUUID();
            UUID session = UUID.randomUUID();
            try (RawWebSocket client = connect(account, session)) {
                JsonNode hello = client.message();
                assertThat(hello.path("type").asString()).isEqualTo("hello");
                service.push("account." + account, i);
                service.push("session." + session, i + 1);
                service.push("connection." + hello.path("connection_id").asString(), i + 2);
                assertThat(client.messages(3)).extracting(WebSocketIT::number).containsExactly(i, i + 1, i + 2);
            }
        }
    }

    @Test
    void whatIsPushedToATopicRightAfterTheResultArrives() throws IOException {
        try (RawWebSocket client = connect(UUID.randomUUID(), UUID.randomUUID())) {
            client.message("hello");
            for (int i = 0; i < TOPICS; i++) {
                String topic = "public.wstest." + i;
                client.send("{\"type\":\"subscribe\",\"id\":\"" + i + "\",\"topic\":\"" + topic + "\"}");
                JsonNode result = client.message();
                assertThat(result.path("type").asString()).as("%s", result).isEqualTo("result");
                service.push("topic." + topic, i);
                JsonNode event = client.message();
                assertThat(number(event)).isEqualTo(i);
                assertThat(event.path("topic").asString()).isEqualTo(topic);
                client.send("{\"type\":\"unsubscribe\",\"id\":\"u\",\"topic\":\"" + topic + "\"}");
                client.message("result");
            }
        }
    }

    @Test
    void onePublishersPushesKeepTheirOrderWhateverTheyAddress() throws Exception {
        UUID account = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        try (RawWebSocket client = connect(account, session)) {
            client.message("hello");
            client.send("{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"public.burst\"}");
            client.message("result");
            List<String> addresses =
                    List.of("account." + account, "session." + session, "topic.public.burst", "broadcast");
            CompletableFuture<List<JsonNode>> received = received(client);
            for (int i = 0; i < BURST; i++) {
                service.push(addresses.get(i % addresses.size()), i);
            }
            List<Integer> numbers = new ArrayList<>();
            List<Integer> sequence = new ArrayList<>();
            for (JsonNode event : received.get()) {
                numbers.add(number(event));
                sequence.add(event.path("seq").asInt() - 1);
            }
            assertThat(numbers)
                    .hasSize(BURST)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .isEqualTo(sequence);
        }
    }

    private static CompletableFuture<List<JsonNode>> received(RawWebSocket client) {
        CompletableFuture<List<JsonNode>> received = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                received.complete(client.messages(BURST));
            } catch (IOException | RuntimeException e) {
                received.completeExceptionally(e);
            }
        });
        return received;
    }

    @Test
    void serviceLearnsWhoSendsACommand() throws IOException {
        UUID account = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        try (RawWebSocket client = connect(account, session)) {
            client.message("hello");
            client.send(
                    "{\"type\":\"command\",\"id\":\"c1\",\"domain\":\"t\",\"command\":\"echo\",\"payload\":{\"a\":[1]}}");
            JsonNode result = client.message("result");
            assertThat(result.path("id").asString()).isEqualTo("c1");
            assertThat(result.at("/payload/request").toString()).isEqualTo("{\"a\":[1]}");
            JsonNode headers = result.at("/payload/headers");
            assertThat(headers.path("x-account-id").asString()).isEqualTo(account.toString());
            assertThat(headers.path("x-session-id").asString()).isEqualTo(session.toString());
            assertThat(headers.path("x-request-id").asString()).isNotBlank();
            assertThat(headers.path("x-client-ip").asString()).isEqualTo("127.0.0.1");
            assertThat(headers.path("x-scopes").asString()).isEqualTo("orders:read orders:write");
            assertThat(headers.path("x-deadline").asString()).isNotBlank();
        }
    }

    @Test
    void commandToAServiceThatIsNotThereIsUnavailable() throws IOException {
        try (RawWebSocket client = connect(UUID.randomUUID(), UUID.randomUUID())) {
            client.message("hello");
            client.send("{\"type\":\"command\",\"id\":\"c1\",\"domain\":\"t\",\"command\":\"away\"}");
            JsonNode error = client.message("error").path("error");
            assertThat(error.path("error_code").asString()).isEqualTo("rpc.unavailable");
            assertThat(error.path("outcome").asString()).isEqualTo("not_executed");
        }
    }

    @Test
    void aRevokedSessionIsClosedAndAnotherOneOfTheAccountIsNot() throws IOException {
        UUID account = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        try (RawWebSocket client = connect(account, session);
                RawWebSocket other = connect(account, UUID.randomUUID())) {
            client.message("hello");
            other.message("hello");
            auth.revoke(session);
            assertThat(client.closeCode()).isEqualTo(4401);
            other.send("{\"type\":\"ping\",\"nonce\":\"still\"}");
            assertThat(other.message().path("nonce").asString()).isEqualTo("still");
        }
    }

    @Test
    void nothingIsLeftOfTwoThousandClientsThatLeaveWithoutAWord() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(RunningGateway.token(UUID.randomUUID(), UUID.randomUUID()));
        }
        new AbruptEnds(gateway.port(), tokens).run(2_000);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode connections = gateway.view("/connections");
            assertThat(connections.path("connections").asInt())
                    .as("%s", connections)
                    .isZero();
            assertThat(connections.path("accounts").asInt())
                    .as("%s", connections)
                    .isZero();
            assertThat(connections.path("streams").asInt())
                    .as("%s", connections)
                    .isZero();
            JsonNode pushes = gateway.view("/pushes");
            assertThat(pushes.path("subscribers").asInt()).as("%s", pushes).isZero();
            assertThat(pushes.path("bindings").asInt()).as("%s", pushes).isZero();
        });
        assertPushesArriveRightAfterHello();
    }
}
