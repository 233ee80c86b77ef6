package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.FakeAuth;
import dev.gatehouse.gateway.RunningGateway;
import dev.gatehouse.testkit.TcpProxy;
import dev.gatehouse.testkit.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A thousand sessions while the broker is away. */
@Timeout(120)
abstract class BrokerLoss {
    /** The one service that the gateway always has. */
    private static final String ROUTES = "- {name: t.keys, rpc: core.auth.rpc.jwks.v1}";

    private static final String ECHO = "core.wstest.rpc.echo.v1";
    private static final int SESSIONS = 1_000;
    private static final int AT_A_TIME = 16;

    private final TestBroker broker;
    private final List<Member> members = new ArrayList<>();
    private TcpProxy proxy;
    private FakeAuth auth;
    private BusService service;
    private RunningGateway gateway;

    private record Member(UUID account, RawWebSocket client) {}

    BrokerLoss(TestBroker broker) {
        this.broker = broker;
    }

    /** @param proxy what the gateway connects by */
    abstract void lose(TcpProxy proxy);

    abstract void find(TcpProxy proxy);

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        proxy = TcpProxy.to(broker.host(), broker.port());
        startServices();
        gateway = new RunningGateway(
                broker.uriThrough(proxy),
                directory,
                ROUTES,
                Map.of(
                        "websocket.max-connections",
                        Integer.toString(SESSIONS),
                        "websocket.push.bind-timeout",
                        "PT30S"));
        gateway.awaitReady(true);
    }

    private void startServices() throws IOException {
        auth = new FakeAuth(broker, RunningGateway.ISSUER);
        service = new BusService(broker, ECHO);
    }

    private void loseBroker() {
        auth.close();
        service.close();
        lose(proxy);
        gateway.awaitReady(false);
    }

    private void findBroker() throws IOException {
        find(proxy);
        startServices();
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.client().close());
        gateway.close();
        service.close();
        auth.close();
        proxy.close();
    }

    @Test
    void sessionsStayAndAreToldOfTheGapAndPushesComeAgain() throws Exception {
        members.addAll(connected());
        service.push("broadcast", 1);
        for (Member member : members) {
            assertEvent(member.client().message(), 1, 1);
        }

        loseBroker();
        for (Member member : members) {
            assertPong(member.client());
        }
        for (Member member : members.subList(0, 20)) {
            assertUnavailable(command(member.client()).path("error"));
        }
        assertRefused();

        findBroker();
        for (Member member : members) {
            assertThat(member.client().message().toString()).isEqualTo("{\"type\":\"gap\"}");
        }
        service.push("broadcast", 2);
        for (Member member : members) {
            service.push("account." + member.account(), 3);
        }
        for (Member member : members) {
            assertEvent(member.client().message(), 2, 2);
            assertEvent(member.client().message(), 3, 3);
            assertPong(member.client());
        }
        gateway.awaitReady(true);
        assertThat(command(members.getFirst().client()).path("type").asString()).isEqualTo("result");
        assertThat(gateway.number("/connections", "connections")).isEqualTo(SESSIONS);
    }

    private List<Member> connected() throws Exception {
        List<Future<List<Member>>> connecting = new ArrayList<>();
        List<Member> connected = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                int share = SESSIONS * (i + 1) / AT_A_TIME - SESSIONS * i / AT_A_TIME;
                connecting.add(threads.submit(() -> connected(share)));
            }
            for (Future<List<Member>> some : connecting) {
                connected.addAll(some.get());
            }
        }
        return connected;
    }

    private List<Member> connected(int number) throws IOException {
        List<Member> connected = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            UUID account = UUID.randomUUID();
            RawWebSocket client = connect(account);
            client.message("hello");
            connected.add(new Member(account, client));
        }
        return connected;
    }

    private RawWebSocket connect(UUID account) throws IOException {
        return RawWebSocket.withToken(gateway.port(), RunningGateway.token(account, UUID.randomUUID()));
    }

    private void assertRefused() throws IOException {
        try (RawWebSocket client = connect(UUID.randomUUID())) {
            assertThat(client.answer).startsWith("HTTP/1.1 503 ");
            assertUnavailable(client.refusal());
        }
    }

    private static void assertUnavailable(JsonNode error) {
        assertThat(error.path("error_code").asString()).as("%s", error).isEqualTo("rpc.unavailable");
        assertThat(error.path("outcome").asString()).as("%s", error).isEqualTo("not_executed");
    }

    private static void assertEvent(JsonNode event, int number, int sequence) {
        assertThat(event.at("/payload/n").asInt()).as("%s", event).isEqualTo(number);
        assertThat(event.path("seq").asInt()).as("%s", event).isEqualTo(sequence);
    }

    private static void assertPong(RawWebSocket client) throws IOException {
        client.send("{\"type\":\"ping\"}");
        assertThat(client.message().path("type").asString()).isEqualTo("pong");
    }

    private static JsonNode command(RawWebSocket client) throws IOException {
        client.send("{\"type\":\"command\",\"id\":\"c\",\"domain\":\"t\",\"command\":\"keys\"}");
        return client.message();
    }
}
