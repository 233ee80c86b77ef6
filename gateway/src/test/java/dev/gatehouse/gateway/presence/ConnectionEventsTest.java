package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.retry.Backoff;
import dev.gatehouse.gateway.ws.LiveConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionEventsTest {
    private static final UUID GATEWAY = TestConnections.id(1);
    private static final Instant CLOSED = Instant.parse("2026-01-31T12:30:00Z");
    private static final Backoff QUICK = Backoff.exact(Duration.ofMillis(1), Duration.ofMillis(4));

    private final FakeSink sink = new FakeSink();
    private final AtomicLong nanos = new AtomicLong();
    private ConnectionEvents events = events(100);

    private ConnectionEvents events(int maxWaiting) {
        return new ConnectionEvents(GATEWAY, maxWaiting, sink, QUICK, InstantSource.fixed(CLOSED), nanos::get);
    }

    @AfterEach
    void close() {
        sink.gate.countDown();
        events.close();
    }

    @Test
    void eventsTellWhatHasHappened() {
        LiveConnection connection = TestConnections.of(TestConnections.id(7));
        events.start();
        events.opened(connection);
        events.closed(connection, 1001);
        await().until(() -> sink.confirmed.size() == 2);

        Event opened = sink.confirmed.getFirst();
        assertThat(opened.type()).isEqualTo("gateway.connection.opened.v1");
        assertThat(opened.subject()).isEqualTo(TestConnections.id(7).toString());
        assertThat(opened.time()).isEqualTo(TestConnections.OPENED);
        assertThat(opened.data(GatewayEvents.CONNECTION_OPENED))
                .isEqualTo(new GatewayEvents.ConnectionOpened(
                        connection.connectionId(),
                        TestConnections.EPOCH,
                        TestConnections.id(7),
                        connection.sessionId(),
                        GATEWAY,
                        Optional.of("192.0.2.7"),
                        TestConnections.OPENED));
        Event closed = sink.confirmed.getLast();
        assertThat(closed.type()).isEqualTo("gateway.connection.closed.v1");
        assertThat(closed.time()).isEqualTo(CLOSED);
        assertThat(closed.data(GatewayEvents.CONNECTION_CLOSED))
                .isEqualTo(new GatewayEvents.ConnectionClosed(
                        connection.connectionId(),
                        TestConnections.EPOCH,
                        TestConnections.id(7),
                        connection.sessionId(),
                        GATEWAY,
                        Optional.of("192.0.2.7"),
                        TestConnections.OPENED,
                        CLOSED,
                        1001));
    }

    @Test
    void eventsKeepTheirOrderThroughTriesThatFail() {
        sink.confirms = 3;
        open(0, 10);
        events.start();
        await().until(() -> sink.confirmed.size() == 10);
        assertThat(sink.subjects()).containsExactlyElementsOf(accounts(0, 10));
        assertThat(events.published()).isEqualTo(10);
        assertThat(events.dropped().count()).isZero();
    }

    @Test
    void repeatedEventKeepsItsId() {
        sink.confirms = 0;
        open(0, 1);
        events.start();
        await().until(() -> sink.tries.size() >= 2);
        assertThat(sink.tries.get(1)).isEqualTo(sink.tries.get(0));
    }

    @Test
    void connectionNeverWaitsAndWhatFindsNoRoomIsCounted() {
        events.close();
        events = events(5);
        sink.gate = new CountDownLatch(1);
        events.start();
        open(0, 1);
        await().until(() -> sink.tries.size() == 1);

        open(1, 9);

        assertThat(events.waiting()).isEqualTo(5);
        assertThat(events.dropped().count()).isEqualTo(3);
        sink.gate.countDown();
        await().until(() -> sink.confirmed.size() == 6);
        assertThat(sink.subjects()).containsExactlyElementsOf(accounts(0, 6));
    }

    @Test
    void whatTheBrokerDoesNotConfirmInSeveralTriesIsDroppedAndTheNextGoOn() {
        sink.confirms = 0;
        open(0, 2);
        events.start();
        await().until(() -> events.dropped().count() == 2);
        assertThat(sink.tries).hasSize(ConnectionEvents.MAX_TRIES);

        sink.confirms = Integer.MAX_VALUE;
        open(2, 4);
        await().until(() -> sink.confirmed.size() == 2);
        assertThat(sink.subjects()).containsExactlyElementsOf(accounts(2, 4));
    }

    @Test
    void eventsWaitForABrokerThatIsAway() {
        sink.open = false;
        events.start();
        open(0, 20);
        await().during(Duration.ofMillis(100)).until(() -> events.dropped().count() == 0);
        assertThat(sink.tries).isEmpty();

        sink.open = true;
        await().until(() -> sink.confirmed.size() == 20);
        assertThat(sink.subjects()).containsExactlyElementsOf(accounts(0, 20));
    }

    @Test
    void closingPublishesWhatWaits() {
        sink.gate = new CountDownLatch(1);
        events.start();
        open(0, 50);
        Thread closer = Thread.ofVirtual().start(events::close);
        sink.gate.countDown();
        await().until(() -> !closer.isAlive());
        assertThat(sink.subjects()).containsExactlyElementsOf(accounts(0, 50));
    }

    @Test
    void closingDoesNotWaitForABrokerThatIsAway() {
        sink.open = false;
        events.start();
        open(0, 7);
        events.close();
        await().until(() -> events.dropped().count() == 7);
        open(7, 8);
        assertThat(events.dropped().count()).isEqualTo(8);
    }

    @Test
    void closingIsBoundedWhereTheBrokerIsSilent() {
        sink.gate = new CountDownLatch(1);
        events.start();
        open(0, 1);
        await().until(() -> sink.tries.size() == 1);
        open(1, 3);
        events.close();
        await().until(() -> events.dropped().count() == 3);
    }

    @Test
    void losingIsSaidAtMostOnceAMinute() {
        DroppedEvents dropped = new DroppedEvents(nanos::get);
        dropped.add(1, "test");
        dropped.add(2, "test");
        assertThat(dropped.warnings()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        dropped.add(3, "test");
        assertThat(dropped.warnings()).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        dropped.add(4, "test");
        assertThat(dropped.warnings()).isEqualTo(2);
        assertThat(dropped.count()).isEqualTo(10);
    }

    private void open(int from, int to) {
        IntStream.range(from, to)
                .mapToObj(TestConnections::id)
                .map(TestConnections::of)
                .forEach(events::opened);
    }

    private static List<String> accounts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TestConnections.id(i).toString())
                .toList();
    }

    @Test
    @SuppressWarnings("NullAway") // A defect of whoever calls, which must not end the thread.
    void changeOfWhichNoEventCanBeMadeDoesNotEndThePublishing() {
        events.start();
        events.opened(TestConnections.of(null));
        await().until(() -> events.dropped().count() == 1);

        events.opened(TestConnections.of(TestConnections.id(8)));
        await().until(() -> sink.confirmed.size() == 1);
    }
}
