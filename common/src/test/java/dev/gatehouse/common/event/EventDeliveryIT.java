package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.gatehouse.common.amqp.HostileHeaders;
import dev.gatehouse.testkit.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class EventDeliveryIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private EventHarness events;

    @BeforeEach
    void open() throws Exception {
        events = new EventHarness(BROKER);
    }

    @AfterEach
    void close() throws Exception {
        events.close();
    }

    private void keep(Event event) {
        handled.add(number(event));
    }

    private int number(Event event) {
        return event.data(events.type()).number();
    }

    @Test
    void eventsComeInTheOrderInWhichTheyWerePublished() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);
        EventPublisher publisher = events.publisher();
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();

        List<Event> batch = numbers.stream().map(n -> events.event("s", n)).toList();
        assertThat(publisher.publish(batch)).hasSize(300);

        await().until(() -> handled.size() == 300);
        assertThat(handled).containsExactlyElementsOf(numbers);
        assertThat(subscriber.counts()).isEqualTo(new EventCounts(300, 300, 0, 0, 0));
    }

    @Test
    void eventThatNobodyHasSubscribedToIsConfirmed() throws Exception {
        Event event = events.event("s", 1);
        assertThat(events.publisher().publish(List.of(event))).containsExactly(event.id());
    }

    @Test
    void everyProcessGetsEveryEventAndInstancesOfAServiceShareThem() throws Exception {
        Queue<Integer> other = new ConcurrentLinkedQueue<>();
        Queue<Integer> shared = new ConcurrentLinkedQueue<>();
        events.subscriber(events.eachProcess(), this::keep);
        events.subscriber(events.eachProcess(), event -> other.add(number(event)));
        EventSubscriber one = events.subscriber(events.shared(), event -> shared.add(number(event)));
        EventSubscriber two = events.subscriber(events.shared(), event -> shared.add(number(event)));

        events.publisher().publish(List.of(events.event("a", 1), events.event("b", 2), events.event("c", 3)));

        await().until(() -> one.counts().handled() + two.counts().handled() == 3);
        await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2, 3));
        await().untilAsserted(() -> assertThat(other).containsExactly(1, 2, 3));
        assertThat(shared).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void eventThatComesTwiceIsHandledOnce() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);
        EventPublisher publisher = events.publisher();
        Event event = events.event("s", 1);

        publisher.publish(List.of(event));
        publisher.publish(List.of(event, events.event("s", 2)));

        await().until(() -> subscriber.counts().received() == 3);
        await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2));
        assertThat(subscriber.counts()).isEqualTo(new EventCounts(3, 2, 1, 0, 0));
    }

    @Test
    void eventWhoseHandlerFailsTwiceIsHandledLaterAndHoldsNobodyUp() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        EventSubscriber subscriber = events.subscriber(events.shared(), event -> {
            if (number(event) == 1 && failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("not yet");
            }
            keep(event);
        });

        events.publisher().publish(List.of(events.event("s", 1), events.event("s", 2)));

        await().untilAsserted(() -> assertThat(handled).containsExactly(2, 1));
        assertThat(subscriber.counts()).isEqualTo(new EventCounts(4, 2, 0, 2, 0));
        await().until(() -> events.isEmpty("") && events.isEmpty(".retry"));
        assertThat(events.isEmpty(".dead")).isTrue();
    }

    @Test
    void eventOfAProcessIsTriedAgainInItsPlaceAndDroppedInTheEnd() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        EventSubscriber subscriber = events.subscriber(events.eachProcess(), event -> {
            if (number(event) == 0 || (number(event) == 1 && failures.incrementAndGet() <= 2)) {
                throw new IllegalStateException("not yet");
            }
            keep(event);
        });

        events.publisher().publish(List.of(events.event("s", 0), events.event("s", 1), events.event("s", 2)));

        await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2));
        assertThat(subscriber.counts()).isEqualTo(new EventCounts(3, 2, 0, 4, 1));
    }

    @Test
    void eventThatCannotBeHandledBecomesADeadLetter() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), event -> {
            throw new IllegalStateException("never");
        });
        Event event = events.event("s", 1);

        events.publisher().publish(List.of(event));

        GetResponse letter = events.deadLetter();
        assertThat(letter.getBody()).isEqualTo(EventCodec.write(event));
        assertThat(letter.getProps().getMessageId()).isEqualTo(event.id().toString());
        assertThat(letter.getProps().getContentType()).isEqualTo("application/cloudevents+json");
        assertThat(letter.getProps().getHeaders().get("x-tries")).isEqualTo(3);
        assertThat(letter.getProps().getHeaders().get("x-error")).hasToString("IllegalStateException");
        await().untilAsserted(() -> assertThat(subscriber.counts()).isEqualTo(new EventCounts(3, 0, 0, 2, 1)));
        await().until(() -> events.isEmpty("") && events.isEmpty(".retry"));
    }

    @Test
    void whatIsNoEventBecomesADeadLetterAtOnce() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);

        events.publishBare("{\"no\": \"event\"}".getBytes(StandardCharsets.UTF_8));
        events.publisher().publish(List.of(events.event("s", 1)));

        assertThat(events.deadLetter().getBody()).asString().isEqualTo("{\"no\": \"event\"}");
        await().untilAsserted(() -> assertThat(subscriber.counts()).isEqualTo(new EventCounts(2, 1, 0, 0, 1)));
    }

    @Test
    void eventWhoseHeadersCannotBeReadBecomesADeadLetterAtOnce() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);
        Event lost = events.event("s", 1);

        events.publishBare(HostileHeaders.properties(HostileHeaders.TOO_DEEP), EventCodec.write(lost));
        events.publisher().publish(List.of(events.event("s", 2)));

        GetResponse letter = events.deadLetter();
        assertThat(letter.getBody()).isEqualTo(EventCodec.write(lost));
        assertThat(letter.getProps().getHeaders().get("x-error"))
                .hasToString("its headers are nested over 32 levels deep");
        await().untilAsserted(() -> assertThat(subscriber.counts()).isEqualTo(new EventCounts(2, 1, 0, 0, 1)));
        assertThat(handled).containsExactly(2);
        await().until(() -> events.isEmpty("") && events.isEmpty(".retry"));
    }

    @Test
    void eventsOfAProcessThatCannotBeReadAreDropped() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.eachProcess(), this::keep);

        for (int i = 0; i < 100; i++) {
            events.publishBare(
                    HostileHeaders.properties(HostileHeaders.TOO_DEEP), EventCodec.write(events.event("s", 1)));
        }
        await().untilAsserted(() -> assertThat(subscriber.counts()).isEqualTo(new EventCounts(100, 0, 0, 0, 100)));
        events.publisher().publish(List.of(events.event("s", 2)));

        await().untilAsserted(() -> assertThat(handled).containsExactly(2));
        assertThat(subscriber.counts()).isEqualTo(new EventCounts(101, 1, 0, 0, 100));
    }

    @Test
    void ofAnEventThatIsTooLargeTheBeginningBecomesADeadLetter() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.shared(), this::keep);

        events.publishBare(new byte[20 * 1024 * 1024]);
        events.publisher().publish(List.of(events.event("s", 1)));

        GetResponse letter = events.deadLetter();
        assertThat(letter.getBody()).hasSize(EventCodec.MAX_BYTES + 1);
        assertThat(letter.getProps().getHeaders().get("x-error")).hasToString("over 65536 bytes");
        await().untilAsserted(() -> assertThat(subscriber.counts()).isEqualTo(new EventCounts(2, 1, 0, 0, 1)));
    }

    @Test
    void eventsWaitForAServiceThatIsAway() throws Exception {
        events.subscriber(events.shared(), this::keep).close();
        events.publisher().publish(List.of(events.event("s", 1), events.event("s", 2)));

        events.subscriber(events.shared(), this::keep);

        await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2));
    }

    @Test
    void eventThatIsPutOffIsTriedByTheNextInstanceWhereThisOneEnds() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        EventSubscriber first = events.subscriber(events.shared(), event -> {
            tried.countDown();
            throw new IllegalStateException("not here");
        });
        events.publisher().publish(List.of(events.event("s", 1)));
        tried.await();
        await().until(() -> first.counts().retried() > 0);
        first.close();

        events.subscriber(events.shared(), this::keep);

        await().untilAsserted(() -> assertThat(handled).containsExactly(1));
    }

    @Test
    void lanesKeepTheOrderOfEachSubjectAndDoNotWaitForEachOther() throws Exception {
        CountDownLatch others = new CountDownLatch(1);
        Subscription.Shared lanes =
                new Subscription.Shared(events.queue(), events.shared().types(), 8, 1000, 10);
        events.subscriber(lanes, event -> {
            if (event.subject().equals("slow")) {
                awaitUninterruptibly(others);
            }
            keep(event);
            if (number(event) == 4) {
                others.countDown();
            }
        });

        events.publisher()
                .publish(List.of(
                        events.event("slow", 1),
                        events.event("slow", 2),
                        events.event("other", 3),
                        events.event("other", 4)));

        await().untilAsserted(() -> assertThat(handled).containsExactly(3, 4, 1, 2));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test is over", e);
        }
    }
}
