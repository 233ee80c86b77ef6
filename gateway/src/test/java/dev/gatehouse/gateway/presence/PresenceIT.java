package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.common.contract.GatewayApi.AccountConnections;
import dev.gatehouse.common.contract.GatewayApi.GatewayConnections;
import dev.gatehouse.common.contract.GatewayApi.LiveConnections;
import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventSubscriber;
import dev.gatehouse.common.event.EventSubscriberConfig;
import dev.gatehouse.common.event.Subscription;
import dev.gatehouse.common.event.SubscriptionListener;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.rpc.Deadline;
import dev.gatehouse.common.rpc.RpcClient;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.gateway.ws.LiveConnection;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several gateways on one broker, one of them behind a network that breaks. */
@Timeout(120)
class PresenceIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final UUID ADA = TestConnections.id(0xada);
    private static final UUID BOB = TestConnections.id(0xb0b);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);

    private final Deque<Component> open = new ArrayDeque<>();
    private TcpProxy proxy;
    private AmqpConnections clientConnections;
    private RpcClient client;

    @BeforeEach
    void connect() {
        proxy = TcpProxy.to(BROKER.host(), BROKER.port());
        clientConnections = connections(BROKER.uri());
        client = started(new RpcClient(RpcClientConfig.defaults(), clientConnections));
    }

    @AfterEach
    void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        proxy.close();
    }

    @Test
    void countsOfAllGatewaysAddUpWhoeverAnswers() {
        Presence one = gateway(BROKER.uri());
        Presence two = gateway(BROKER.uri());
        Presence three = gateway(BROKER.uri());
        awaitAcquainted(one, two, three);
        connect(one, ADA, 2);
        connect(two, ADA, 1);
        connect(two, BOB, 1);
        LiveConnection gone = connect(three, BOB, 1);
        three.closed(gone, 1000);

        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            LiveConnections answer = ask(Optional.empty(), Optional.empty());
            assertThat(answer.complete()).isTrue();
            assertThat(answer.count()).isEqualTo(4);
            assertThat(answer.gateways())
                    .isEqualTo(Stream.of(
                                    new GatewayConnections(one.gatewayId(), 2),
                                    new GatewayConnections(two.gatewayId(), 2),
                                    new GatewayConnections(three.gatewayId(), 0))
                            .sorted(Comparator.comparing(
                                    gateway -> gateway.gatewayId().toString()))
                            .toList());
            assertThat(answer.accounts())
                    .containsExactly(new AccountConnections(ADA, 3), new AccountConnections(BOB, 1));
            answer.gateways().forEach(gateway -> seen.add(gateway.gatewayId()));
        }
        assertThat(seen).hasSize(3);
        assertThat(ask(Optional.of(BOB), Optional.empty()).accounts()).containsExactly(new AccountConnections(BOB, 1));
        assertThat(ask(Optional.of(BOB), Optional.empty()).count()).isEqualTo(1);
        assertThat(ask(Optional.empty(), Optional.of(1)).accounts()).containsExactly(new AccountConnections(ADA, 3));
    }

    @Test
    void killedGatewayIsMissedAndThenForgotten() {
        Presence lasting = gateway(BROKER.uri());
        Presence killed = gateway(BROKER.uriThrough(proxy));
        awaitAcquainted(lasting, killed);
        connect(lasting, ADA, 1);
        connect(killed, ADA, 1);
        assertThat(ask(Optional.empty(), Optional.empty()).count()).isEqualTo(2);

        proxy.refuse();

        List<LiveConnections> meanwhile = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            LiveConnections answer = ask(Optional.empty(), Optional.empty());
            meanwhile.add(answer);
            return answer.complete() && answer.gateways().size() == 1;
        });
        assertThat(meanwhile.subList(0, meanwhile.size() - 1))
                .isNotEmpty()
                .allMatch(answer -> !answer.complete() && answer.count() == 1);
        assertThat(meanwhile.getLast().count()).isEqualTo(1);

        proxy.heal();
        awaitAcquainted(lasting, killed);
        assertThat(ask(Optional.empty(), Optional.empty()).count()).isEqualTo(2);
    }

    @Test
    void gatewayThatStopsInGoodOrderIsNotMissed() {
        Presence lasting = gateway(BROKER.uri());
        Presence leaving = gateway(BROKER.uri());
        awaitAcquainted(lasting, leaving);
        leaving.close();
        LiveConnections answer = await().atMost(Duration.ofMillis(500))
                .until(
                        () -> ask(Optional.empty(), Optional.empty()),
                        next -> next.gateways().size() == 1 && next.complete());
        assertThat(answer.count()).isZero();
    }

    @Test
    void eventsOfConnectionsArriveInTheirOrder() {
        Presence gateway = gateway(BROKER.uri());
        List<Event> events = subscribe();
        List<LiveConnection> connections = IntStream.range(0, 1_500)
                .mapToObj(i -> TestConnections.of(TestConnections.id(i % 50)))
                .toList();
        connections.forEach(gateway::opened);
        connections.forEach(connection -> gateway.closed(connection, 1000));
        await().atMost(Duration.ofSeconds(60)).until(() -> events.size() == 3_000);

        assertThat(events.subList(0, 1_500))
                .extracting(event -> event.data(GatewayEvents.CONNECTION_OPENED).connectionId())
                .containsExactlyElementsOf(
                        connections.stream().map(LiveConnection::connectionId).toList());
        assertThat(events.subList(1_500, 3_000))
                .extracting(event -> event.data(GatewayEvents.CONNECTION_CLOSED).connectionId())
                .containsExactlyElementsOf(
                        connections.stream().map(LiveConnection::connectionId).toList());
        assertThat(events.getLast().data(GatewayEvents.CONNECTION_CLOSED).gatewayId())
                .isEqualTo(gateway.gatewayId());
        await().until(() -> gateway.status().eventsPublished() == 3_000);
        assertThat(gateway.status().eventsDropped()).isZero();
    }

    @Test
    void eventsThatFindNoRoomWhileTheBrokerIsAwayAreCountedAndTheOthersCome() {
        AmqpConnections away = connections(BROKER.uriThrough(proxy));
        Presence gateway = started(new Presence(new PresenceConfig(true, 20, HEARTBEAT, ANSWER_TIMEOUT), away));
        awaitReady(away);
        List<Event> events = subscribe();
        proxy.refuse();
        await().atMost(Duration.ofSeconds(20)).until(() -> !away.isReady());

        // The first is with the thread that publishes, which takes no more until the broker is back.
        connect(gateway, TestConnections.id(0), 1);
        await().until(() -> gateway.status().eventsWaiting() == 0);
        IntStream.range(1, 100).mapToObj(TestConnections::id).forEach(id -> connect(gateway, id, 1));

        long dropped = gateway.status().eventsDropped();
        assertThat(dropped).isBetween(1L, 80L);
        assertThat(gateway.status().connections()).isEqualTo(100);
        proxy.heal();
        await().atMost(Duration.ofSeconds(30)).until(() -> events.size() == 100 - dropped);
        assertThat(events)
                .extracting(Event::subject)
                .containsExactlyElementsOf(IntStream.range(0, (int) (100 - dropped))
                        .mapToObj(i -> TestConnections.id(i).toString())
                        .toList());
        assertThat(gateway.status().eventsWaiting()).isZero();
    }

    @Test
    void closingPublishesTheLastEvents() {
        Presence gateway = gateway(BROKER.uri());
        List<Event> events = subscribe();
        connect(gateway, ADA, 200);
        gateway.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> events.size() == 200);
    }

    @Test
    void withEventsSwitchedOffNoneIsPublishedAndConnectionsAreCounted() {
        AmqpConnections connections = connections(BROKER.uri());
        Presence gateway = started(new Presence(new PresenceConfig(false, 10, HEARTBEAT, ANSWER_TIMEOUT), connections));
        awaitReady(connections);
        List<Event> events = subscribe();
        gateway.closed(connect(gateway, ADA, 3), 1000);
        awaitAcquainted(gateway);
        assertThat(ask(Optional.empty(), Optional.empty()).count()).isEqualTo(2);
        gateway.close();
        assertThat(events).isEmpty();
        assertThat(gateway.status().eventsPublished()).isZero();
    }

    private LiveConnections ask(Optional<UUID> account, Optional<Integer> limit) {
        return client.call(
                GatewayApi.CONNECTIONS,
                new GatewayApi.Connections(account, limit),
                Duration.ofSeconds(5),
                Deadline.after(Duration.ofSeconds(5), InstantSource.system()));
    }

    /** Waits until each knows all others. */
    private void awaitAcquainted(Presence... gateways) {
        awaitReady(clientConnections);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Stream.of(gateways)
                        .map(Presence::status)
                        .allMatch(
                                status -> status.allKnown() && status.gateways().size() == gateways.length - 1));
    }

    /** The last of them. */
    private static LiveConnection connect(Presence gateway, UUID account, int times) {
        LiveConnection connection = TestConnections.of(account);
        for (int i = 0; i < times; i++) {
            connection = TestConnections.of(account);
            gateway.opened(connection);
        }
        return connection;
    }

    private List<Event> subscribe() {
        List<Event> events = new CopyOnWriteArrayList<>();
        AmqpConnections connections = connections(BROKER.uri());
        started(new EventSubscriber(
                EventSubscriberConfig.defaults(),
                connections,
                new Subscription.EachProcess("test-connections", List.of("gateway.connection.#")),
                events::add,
                SubscriptionListener.NONE));
        awaitReady(connections);
        return events;
    }

    private Presence gateway(URI uri) {
        AmqpConnections connections = connections(uri);
        Presence presence = started(new Presence(
                new PresenceConfig(true, PresenceConfig.DEFAULT_MAX_WAITING, HEARTBEAT, ANSWER_TIMEOUT), connections));
        awaitReady(connections);
        return presence;
    }

    private static void awaitReady(AmqpConnections connections) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(connections::isReady);
    }

    private AmqpConnections connections(URI uri) {
        return started(new AmqpConnections(
                new AmqpConfig(
                        uri,
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(200)),
                "test-gateway"));
    }

    private <T extends Component> T started(T component) {
        open.push(component);
        component.start();
        return component;
    }
}
