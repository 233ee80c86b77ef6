package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class EventFaultIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private EventHarness events;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws Exception {
        events = new EventHarness(BROKER);
        proxy = TcpProxy.to(BROKER.host(), BROKER.port());
    }

    @AfterEach
    void close() throws Exception {
        proxy.heal();
        events.close();
        proxy.close();
    }

    private void keep(Event event) {
        handled.add(event.data(events.type()).number());
    }

    /** The broker has the event, but the publisher never hears of it. */
    @Test
    void eventWhoseConfirmationIsLostIsReportedUnconfirmedAndIsHandledOnceWhenItIsPublishedAgain() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        EventPublisher publisher = events.started(new EventPublisher(EventPublisherConfig.defaults(), connections));
        EventHarness.awaitReady(connections);
        Event event = events.event("s", 1);

        proxy.stallAnswers();
        CompletableFuture<Set<UUID>> confirmed = published(publisher, event);
        await().until(() -> subscriber.counts().handled() == 1);
        proxy.cut();
        assertThat(confirmed.get(5, TimeUnit.SECONDS)).isEmpty();

        proxy.heal();
        await().until(publisher::isOpen);
        assertThat(publisher.publish(List.of(event))).containsExactly(event.id());
        await().until(() -> subscriber.counts().duplicates() == 1);
        assertThat(handled).containsExactly(1);
    }

    private static CompletableFuture<Set<UUID>> published(EventPublisher publisher, Event event) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return publisher.publish(List.of(event));
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test is over", e);
            }
        });
    }

    @Test
    void publishingWaitsNoLongerThanItsTimeForABrokerThatIsSilent() throws Exception {
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        EventPublisherConfig config = new EventPublisherConfig(Duration.ofMillis(300));
        EventPublisher publisher = events.started(new EventPublisher(config, connections));
        EventHarness.awaitReady(connections);

        proxy.stall();
        long begun = System.nanoTime();
        assertThat(publisher.publish(List.of(events.event("s", 1)))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
    }

    @Test
    void publishingIsRefusedAtOnceWithoutABroker() throws Exception {
        proxy.refuse();
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        EventPublisher publisher = events.started(new EventPublisher(EventPublisherConfig.defaults(), connections));
        long begun = System.nanoTime();
        assertThat(publisher.publish(List.of(events.event("s", 1)))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));

        proxy.heal();
        EventHarness.awaitReady(connections);
        assertThat(publisher.publish(List.of(events.event("s", 2)))).hasSize(1);
    }

    /** The handler is at work when its connection goes: the event comes again, and is known by then. */
    @Test
    void eventThatIsDeliveredAgainIsHandledOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        EventSubscriber subscriber = events.started(new EventSubscriber(
                EventHarness.quick(),
                connections,
                events.shared(),
                event -> {
                    calls.incrementAndGet();
                    begun.countDown();
                    awaitUninterruptibly(goOn);
                    keep(event);
                },
                SubscriptionListener.NONE));
        EventHarness.awaitReady(connections);

        events.publisher().publish(List.of(events.event("s", 1)));
        begun.await();
        proxy.cut();
        await().until(() -> subscriber.counts().received() == 2);
        goOn.countDown();

        await().until(() -> subscriber.counts().duplicates() == 1);
        assertThat(handled).containsExactly(1);
        assertThat(calls).hasValue(1);
        await().until(() -> events.isEmpty(""));
    }

    /** The copy of an event that has failed cannot be confirmed: the event is not acknowledged, and comes again. */
    @Test
    void eventThatFailsWhileTheBrokerIsAwayIsNotLost() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        events.started(new EventSubscriber(
                EventHarness.quick(),
                connections,
                events.shared(),
                event -> {
                    if (calls.incrementAndGet() == 1) {
                        proxy.refuse();
                        throw new IllegalStateException("not yet");
                    }
                    keep(event);
                },
                SubscriptionListener.NONE));
        EventHarness.awaitReady(connections);

        events.publisher().publish(List.of(events.event("s", 1)));
        await().until(() -> calls.get() == 1);
        await().until(() -> !connections.isReady());
        proxy.heal();

        await().untilAsserted(() -> assertThat(handled).containsExactly(1));
        await().until(() -> events.isEmpty("") && events.isEmpty(".retry"));
    }

    @Test
    void subscriberHearsWhenItsSubscriptionStandsAndWhenItIsLost() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        AmqpConnections connections = events.connections(BROKER.uriThrough(proxy));
        events.started(new EventSubscriber(
                EventHarness.quick(), connections, events.eachProcess(), this::keep, new SubscriptionListener() {
                    @Override
                    public void subscribed() {
                        heard.add("subscribed");
                    }

                    @Override
                    public void lost() {
                        heard.add("lost");
                    }
                }));
        await().untilAsserted(() -> assertThat(heard).containsExactly("subscribed"));
        proxy.cut();
        await().untilAsserted(() -> assertThat(heard).containsExactly("subscribed", "lost", "subscribed"));
        events.publisher().publish(List.of(events.event("s", 1)));
        await().untilAsserted(() -> assertThat(handled).containsExactly(1));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test is over", e);
        }
    }
}
