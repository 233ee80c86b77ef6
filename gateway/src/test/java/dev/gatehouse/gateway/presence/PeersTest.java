package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.common.contract.GatewayApi.LiveConnections;
import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One gateway among others that are played by the test. */
@Timeout(30)
class PeersTest {
    private static final UUID ME = TestConnections.id(1);
    private static final UUID OTHER = TestConnections.id(2);
    private static final UUID ADA = TestConnections.id(0xada);
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final FakeSink sink = new FakeSink();
    private final LiveCounts counts = new LiveCounts();
    private final Members members = new Members(HEARTBEAT, nanos::get);
    private final Peers peers = new Peers(ME, counts, members, sink, HEARTBEAT, InstantSource.system());

    @BeforeEach
    void settle() {
        counts.opened(ADA);
        peers.subscribed();
        nanos.addAndGet(HEARTBEAT.multipliedBy(2).toNanos());
        peers.start();
    }

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void gatewayIsHeardFromItsStartToItsEnd() {
        await().until(() -> said(GatewayEvents.INSTANCE_ALIVE).size() == 1);
        assertThat(said(GatewayEvents.INSTANCE_ALIVE)).containsExactly(new GatewayEvents.InstanceAlive(ME, 1));
        peers.close();
        assertThat(said(GatewayEvents.INSTANCE_LEFT)).containsExactly(new GatewayEvents.InstanceLeft(ME));
    }

    @Test
    void gatewayThatIsAloneAnswersAtOnce() {
        LiveConnections answer = peers.ask(all(), LONG);
        assertThat(answer.count()).isEqualTo(1);
        assertThat(answer.complete()).isTrue();
    }

    @Test
    void answersOfTheOthersAreWaitedForAndAddedUp() throws Exception {
        hear(GatewayEvents.INSTANCE_ALIVE, new GatewayEvents.InstanceAlive(OTHER, 2));
        CompletableFuture<LiveConnections> answer = CompletableFuture.supplyAsync(() -> peers.ask(all(), LONG));
        await().until(() -> said(GatewayEvents.CONNECTIONS_ASKED).size() == 1);
        GatewayEvents.ConnectionsAsked question =
                said(GatewayEvents.CONNECTIONS_ASKED).getFirst();
        assertThat(question.gatewayId()).isEqualTo(ME);
        assertThat(answer).isNotDone();

        hear(GatewayEvents.CONNECTIONS_TOLD, new GatewayEvents.ConnectionsTold(UUID.randomUUID(), OTHER, 9, Map.of()));
        assertThat(answer).isNotDone();
        hear(
                GatewayEvents.CONNECTIONS_TOLD,
                new GatewayEvents.ConnectionsTold(question.queryId(), OTHER, 2, Map.of(ADA, 2)));

        assertThat(answer.get().count()).isEqualTo(3);
        assertThat(answer.get().accounts()).containsExactly(new GatewayApi.AccountConnections(ADA, 3));
        assertThat(answer.get().complete()).isTrue();
    }

    @Test
    void silenceOfAKnownGatewayIsTold() {
        hear(GatewayEvents.INSTANCE_ALIVE, new GatewayEvents.InstanceAlive(OTHER, 2));
        LiveConnections answer = peers.ask(all(), Duration.ofMillis(20));
        assertThat(answer.count()).isEqualTo(1);
        assertThat(answer.complete()).isFalse();

        nanos.addAndGet(HEARTBEAT.multipliedBy(3).toNanos() + 1);
        assertThat(peers.ask(all(), LONG).complete()).isTrue();
    }

    @Test
    void gatewayThatHasLeftMeanwhileIsNotMissed() throws Exception {
        hear(GatewayEvents.INSTANCE_ALIVE, new GatewayEvents.InstanceAlive(OTHER, 2));
        CompletableFuture<LiveConnections> answer = CompletableFuture.supplyAsync(() -> peers.ask(all(), LONG));
        await().until(() -> said(GatewayEvents.CONNECTIONS_ASKED).size() == 1);
        hear(GatewayEvents.INSTANCE_LEFT, new GatewayEvents.InstanceLeft(OTHER));
        assertThat(answer.get().complete()).isTrue();
    }

    @Test
    void gatewayThatDoesNotHearTheOthersSaysSo() {
        peers.lost();
        assertThat(peers.ask(all(), Duration.ofMillis(20)).complete()).isFalse();
    }

    @Test
    void gatewayThatDoesNotKnowAllYetWaitsForWhoeverAnswers() throws Exception {
        peers.lost();
        peers.subscribed();
        CompletableFuture<LiveConnections> answer =
                CompletableFuture.supplyAsync(() -> peers.ask(all(), Duration.ofMillis(500)));
        await().until(() -> said(GatewayEvents.CONNECTIONS_ASKED).size() == 1);
        UUID query = said(GatewayEvents.CONNECTIONS_ASKED).getFirst().queryId();
        hear(GatewayEvents.CONNECTIONS_TOLD, new GatewayEvents.ConnectionsTold(query, OTHER, 2, Map.of(ADA, 2)));
        assertThat(answer.get().count()).isEqualTo(3);
        assertThat(answer.get().complete()).isFalse();
    }

    @Test
    void gatewayThatIsForgottenMeanwhileIsMissedAllTheSame() throws Exception {
        hear(GatewayEvents.INSTANCE_ALIVE, new GatewayEvents.InstanceAlive(OTHER, 2));
        CompletableFuture<LiveConnections> answer =
                CompletableFuture.supplyAsync(() -> peers.ask(all(), Duration.ofMillis(500)));
        await().until(() -> said(GatewayEvents.CONNECTIONS_ASKED).size() == 1);
        nanos.addAndGet(HEARTBEAT.multipliedBy(3).toNanos() + 1);
        assertThat(answer.get().complete()).isFalse();
    }

    @Test
    void questionOfAnotherGatewayIsAnsweredAndItsOwnIsNot() {
        UUID query = UUID.randomUUID();
        hear(
                GatewayEvents.CONNECTIONS_ASKED,
                new GatewayEvents.ConnectionsAsked(UUID.randomUUID(), ME, Optional.empty()));
        hear(GatewayEvents.CONNECTIONS_ASKED, new GatewayEvents.ConnectionsAsked(query, OTHER, Optional.of(ADA)));
        await().until(() -> !said(GatewayEvents.CONNECTIONS_TOLD).isEmpty());
        assertThat(said(GatewayEvents.CONNECTIONS_TOLD))
                .containsExactly(new GatewayEvents.ConnectionsTold(query, ME, 1, Map.of(ADA, 1)));
    }

    @Test
    void eventThatCannotBeReadHarmsNobody() {
        EventType<Strange> strange = new EventType<>(GatewayEvents.INSTANCE_ALIVE.name(), Strange.class);
        peers.handle(Event.of(strange, Presence.SOURCE, "x", Instant.now(), new Strange("nobody")));
        assertThat(members.known().gateways()).isEmpty();
    }

    record Strange(String gatewayId) {}

    private static GatewayApi.Connections all() {
        return new GatewayApi.Connections(Optional.empty(), Optional.empty());
    }

    private <D> void hear(EventType<D> type, D data) {
        peers.handle(Event.of(type, Presence.SOURCE, "x", Instant.now(), data));
    }

    private <D> List<D> said(EventType<D> type) {
        return sink.confirmed.stream()
                .filter(event -> event.type().equals(type.name()))
                .map(event -> event.data(type))
                .toList();
    }
}
