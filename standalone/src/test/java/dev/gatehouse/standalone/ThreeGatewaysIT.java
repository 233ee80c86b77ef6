package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Sessions at three gateways, which know of each other nothing but what the broker tells. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ThreeGatewaysIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final Logger LOG = LoggerFactory.getLogger(ThreeGatewaysIT.class);
    private static final int ROUNDS = 50;
    private static final int REVOCATIONS = 100;
    /** What is promised is a second; this is for a machine that does other things. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private GatewayCluster gateways;
    private PushSource pushes;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        gateways = new GatewayCluster(3, dir, BROKER, DATABASE, Map.of());
        pushes = new PushSource(BROKER);
    }

    @AfterAll
    void stop() throws Exception {
        pushes.close();
        gateways.close();
    }

    /** A session, and the connection that it has at a gateway. */
    private record Member(String sessionId, String connectionId, JdkPeer peer) implements AutoCloseable {
        @Override
        public void close() {
            peer.close();
        }

        void ping(String nonce) throws Exception {
            peer.send(Map.of("type", "ping", "nonce", nonce));
            JsonNode pong = peer.next();
            assertThat(pong.path("nonce").asString()).as("%s", pong).isEqualTo(nonce);
        }

        void subscribe(String topic) throws Exception {
            peer.send(Map.of("type", "subscribe", "id", "s", "topic", topic));
            assertThat(peer.next().path("type").asString()).isEqualTo("result");
        }

        /** The payloads of all events up to that one. */
        List<String> eventsTo(String last) throws InterruptedException {
            List<String> events = new ArrayList<>();
            while (events.isEmpty() || !events.getLast().equals(last)) {
                JsonNode event = peer.next();
                assertThat(event.path("type").asString()).as("%s", event).isEqualTo("event");
                assertThat(event.path("seq").asInt()).isEqualTo(events.size() + 1);
                events.add(event.path("payload").asString());
            }
            return events;
        }
    }

    private Member member(int gateway, String accountId, Answer login) throws InterruptedException {
        JdkPeer peer = gateways.connect(gateway, accountId, login.text("access_token"));
        JsonNode hello = peer.next();
        assertThat(hello.path("type").asString()).as("%s", hello).isEqualTo("hello");
        return new Member(login.text("session_id"), hello.path("connection_id").asString(), peer);
    }

    @Test
    void everyPushReachesWhomItAddressesOnceWhicheverGatewayHoldsThem() throws Exception {
        String account = gateways.client(0).register("ada").text("account_id");
        Answer first = gateways.client(0).login("ada");
        Answer second = gateways.client(1).login("ada");
        Answer third = gateways.client(2).login("ada");
        try (Member one = member(0, account, first);
                Member two = member(1, account, second);
                Member three = member(2, account, third);
                Member again = member(2, account, first)) {
            one.subscribe("public.tea");
            two.subscribe("public.tea");
            List<String> toOne = new ArrayList<>();
            List<String> toTwo = new ArrayList<>();
            List<String> toThree = new ArrayList<>();
            List<String> toAgain = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                push("account." + account, "account " + i, toOne, toTwo, toThree, toAgain);
                push("session." + one.sessionId(), "session " + i, toOne, toAgain);
                push("topic.public.tea", "topic " + i, toOne, toTwo);
                push("connection." + three.connectionId(), "connection " + i, toThree);
                push("broadcast", "broadcast " + i, toOne, toTwo, toThree, toAgain);
            }
            push("broadcast", "last", toOne, toTwo, toThree, toAgain);
            assertThat(one.eventsTo("last")).isEqualTo(toOne);
            assertThat(two.eventsTo("last")).isEqualTo(toTwo);
            assertThat(three.eventsTo("last")).isEqualTo(toThree);
            assertThat(again.eventsTo("last")).isEqualTo(toAgain);
            for (Member member : List.of(one, two, three, again)) {
                member.ping("nothing more");
            }
        }
    }

    @SafeVarargs
    private void push(String address, String payload, List<String>... expected) throws Exception {
        pushes.push(address, "test", payload);
        for (List<String> one : expected) {
            one.add(payload);
        }
    }

    @Test
    void aRevokedSessionIsClosedAtTheOtherGatewaysAndTheAccountsOtherSessionStays() throws Exception {
        String account = gateways.client(0).register("bob").text("account_id");
        Answer staying = gateways.client(0).login("bob");
        List<Duration> took = new ArrayList<>();
        try (Member there = member(1, account, staying);
                Member here = member(2, account, staying)) {
            for (int i = 0; i < REVOCATIONS; i++) {
                took.add(revoked(account, gateways.client(0).login("bob")));
            }
            there.ping("still");
            here.ping("still");
        }
        Collections.sort(took);
        LOG.info(
                "{} revocations: median {}, p99 {}, most {}",
                took.size(),
                took.get(took.size() / 2),
                took.get(took.size() * 99 / 100 - 1),
                took.getLast());
        assertThat(took).allSatisfy(one -> assertThat(one).isLessThan(SOON));
    }

    /** From the request until both gateways have closed. */
    private Duration revoked(String account, Answer login) throws Exception {
        try (Member there = member(1, account, login);
                Member here = member(2, account, login)) {
            long begun = System.nanoTime();
            Answer answer =
                    gateways.client(0).post("/v1/auth/logout", Map.of("refresh_token", login.text("refresh_token")));
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
            JdkPeer.Closed one = there.peer().closed();
            JdkPeer.Closed other = here.peer().closed();
            assertThat(one.code()).isEqualTo(4401);
            assertThat(other.code()).isEqualTo(4401);
            return Duration.ofNanos(Math.max(one.nanoTime() - begun, other.nanoTime() - begun));
        }
    }
}
