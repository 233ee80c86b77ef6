package dev.gatehouse.gateway.push;

import static dev.gatehouse.gateway.push.PushHarness.awaitSoon;
import static dev.gatehouse.gateway.push.PushHarness.tail;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes on a broker that works. */
@Timeout(120)
class PushBusIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private PushHarness harness;

    @BeforeEach
    void open() throws IOException {
        harness = new PushHarness(BROKER);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void whatIsPublishedRightAfterAJoinArrives() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();

        for (int i = 0; i < 1_000; i++) {
            String key = PushKeys.connection(UUID.randomUUID());
            bus.join(List.of(key), recorder);
            harness.publish(key, i);
        }

        awaitSoon().until(() -> recorder.count() == 1_000);
        assertThat(recorder.tails())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(PushHarness::tail).toList());
    }

    @Test
    void pushesOfOnePublisherKeepTheirOrder() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();
        String account = PushKeys.account(UUID.randomUUID());
        bus.join(List.of(account, PushKeys.BROADCAST), recorder);

        for (int i = 0; i < 10_000; i++) {
            harness.publish(i % 3 == 0 ? PushKeys.BROADCAST : account, i);
        }

        awaitSoon().until(() -> recorder.count() == 10_000);
        assertThat(recorder.tails())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10_000).mapToObj(PushHarness::tail).toList());
        assertThat(recorder.timesMissed()).isZero();
    }

    @Test
    void topicAndPayloadComeAsTheServiceHasWrittenThem() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();
        String key = PushKeys.topic("public.prices.eur");
        bus.join(List.of(key), recorder);

        harness.publish(key, "{ \"payload\" : { \"a\" : [1.50, \"ü\"] } , \"event\":\"price\" }");

        awaitSoon().until(() -> recorder.count() == 1);
        assertThat(recorder.tails())
                .containsExactly(
                        "\"event\":\"price\",\"topic\":\"public.prices.eur\",\"payload\":{ \"a\" : [1.50, \"ü\"] }}");
    }

    @Test
    void eachOfTwoGatewaysGetsWhatItsSubscribersHaveJoinedExactlyOnce() throws IOException {
        PushBus one = harness.bus();
        PushBus other = harness.bus();
        String first = PushKeys.account(UUID.randomUUID());
        String second = PushKeys.account(UUID.randomUUID());
        Recorder onOne = new Recorder();
        Recorder onOther = new Recorder();
        one.join(List.of(first, PushKeys.BROADCAST), onOne);
        other.join(List.of(second, PushKeys.BROADCAST), onOther);

        harness.publish(first, 1);
        harness.publish(second, 2);
        harness.publish(PushKeys.BROADCAST, 3);

        awaitSoon().until(() -> onOne.count() >= 2 && onOther.count() >= 2);
        assertThat(onOne.tails()).containsExactly(tail(1), tail(3));
        assertThat(onOther.tails()).containsExactly(tail(2), tail(3));
        assertThat(one.stats().received()).isEqualTo(2);
        assertThat(other.stats().received()).isEqualTo(2);
    }

    @Test
    void everySubscriberOfAKeyGetsAPushOnceAndNobodyElseDoes() throws IOException {
        PushBus bus = harness.bus();
        String account = PushKeys.account(UUID.randomUUID());
        List<Recorder> theirs =
                IntStream.range(0, 100).mapToObj(i -> new Recorder()).toList();
        Recorder stranger = new Recorder();
        theirs.forEach(each -> bus.join(List.of(account), each));
        bus.join(List.of(account), theirs.getFirst());
        bus.join(List.of(PushKeys.BROADCAST), stranger);

        harness.publish(account, 1);
        harness.publish(PushKeys.BROADCAST, 2);

        awaitSoon().until(() -> stranger.count() == 1);
        assertThat(theirs).allSatisfy(each -> assertThat(each.tails()).containsExactly(tail(1)));
        assertThat(stranger.tails()).containsExactly(tail(2));
    }

    @Test
    void keyIsLetGoOfSomeTimeAfterItsLastSubscriberHasLeftAndCanBeHadAgain() throws IOException {
        PushBus bus = harness.bus(PushHarness.QUICK, BROKER.uri());
        String key = PushKeys.account(UUID.randomUUID());
        Recorder first = new Recorder();
        Recorder again = new Recorder();
        bus.join(List.of(key), first);
        bus.leave(List.of(key), first);
        awaitSoon().until(() -> bus.stats().bindings() == 0);

        bus.join(List.of(key), again);
        harness.publish(key, 1);

        awaitSoon().until(() -> again.count() == 1);
        assertThat(first.count()).isZero();
        assertThat(bus.stats()).isEqualTo(new PushStats(1, 1, 1, 0));
    }

    @Test
    void leavingAndJoiningAgainAndAgainLosesNothing() throws IOException {
        PushBus bus = harness.bus(PushHarness.QUICK, BROKER.uri());
        String key = PushKeys.account(UUID.randomUUID());
        Recorder recorder = new Recorder();
        String other = PushKeys.session(UUID.randomUUID());
        for (int i = 0; i < 2_000; i++) {
            bus.join(List.of(key), recorder);
            harness.publish(key, i);
            int published = i + 1;
            awaitSoon().pollInterval(Duration.ofNanos(100_000)).until(() -> recorder.count() == published);
            bus.leave(List.of(key), recorder);
            bus.join(List.of(other), recorder);
            bus.leave(List.of(other), recorder);
        }

        assertThat(recorder.tails()).hasSize(2_000);
    }

    @Test
    void badPushesAreDroppedAndThoseAfterThemArrive() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();
        bus.join(List.of(PushKeys.BROADCAST), recorder);

        harness.publish(PushKeys.BROADCAST, "");
        harness.publish(PushKeys.BROADCAST, "{\"event\":\"e\",\"payload\":{}");
        harness.publish(PushKeys.BROADCAST, "{\"event\":\"e\",\"payload\":\"" + "x".repeat(65_536) + "\"}");
        harness.publish(PushKeys.BROADCAST, 1);

        awaitSoon().until(() -> recorder.count() == 1);
        assertThat(recorder.tails()).containsExactly(tail(1));
        assertThat(bus.stats()).isEqualTo(new PushStats(1, 1, 4, 3));
    }

    @Test
    void pushesWhoseHeadersCannotBeReadAreDroppedAndThoseAfterThemArrive() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();
        bus.join(List.of(PushKeys.BROADCAST), recorder);
        Map<String, Object> tooDeep = Map.of();
        for (int level = 0; level < 33; level++) {
            tooDeep = Map.of("t", tooDeep);
        }

        BasicProperties unreadable =
                new BasicProperties.Builder().headers(tooDeep).build();
        for (int i = 0; i < 100; i++) {
            harness.publish(PushKeys.BROADCAST, unreadable, "{\"event\":\"unreadable\"}");
        }
        harness.publish(PushKeys.BROADCAST, 1);

        awaitSoon().until(() -> recorder.count() == 1);
        assertThat(recorder.tails()).containsExactly(tail(1));
        assertThat(recorder.timesMissed()).isZero();
        assertThat(bus.stats()).isEqualTo(new PushStats(1, 1, 101, 100));
    }

    @Test
    void subscriberThatThrowsStopsNobody() throws IOException {
        PushBus bus = harness.bus();
        Recorder recorder = new Recorder();
        PushSubscriber broken = new PushSubscriber() {
            @Override
            public void pushed(Push push) {
                throw new IllegalStateException("as the test wants it");
            }

            @Override
            public void missed() {}
        };
        bus.join(List.of(PushKeys.BROADCAST), broken);
        bus.join(List.of(PushKeys.BROADCAST), recorder);

        harness.publish(PushKeys.BROADCAST, 1);
        harness.publish(PushKeys.BROADCAST, 2);

        awaitSoon().until(() -> recorder.count() == 2);
    }

    @Test
    void manySessionsJoinAtOnce() throws Exception {
        PushBus bus = harness.bus();
        // What a binding costs the embedded broker grows with their number.
        int sessions = BROKER.isReal() ? 10_000 : 3_000;
        Recorder recorder = new Recorder();
        List<List<String>> keys = IntStream.range(0, sessions)
                .mapToObj(i -> List.of(PushKeys.connection(UUID.randomUUID()), PushKeys.BROADCAST))
                .toList();

        long begun = System.nanoTime();
        joinAll(bus, keys, recorder);
        System.out.printf("%d joins at once: %d ms%n", sessions, (System.nanoTime() - begun) / 1_000_000);
        assertThat(bus.stats().bindings()).isEqualTo(sessions + 1);

        for (int i = 0; i < sessions; i++) {
            harness.publish(keys.get(i).getFirst(), i);
        }
        awaitSoon().until(() -> recorder.count() == sessions);
    }

    private static void joinAll(PushBus bus, List<List<String>> keys, Recorder recorder) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> joins = new ArrayList<>();
            for (List<String> each : keys) {
                joins.add(threads.submit(() -> bus.join(each, recorder)));
            }
            for (Future<?> join : joins) {
                join.get();
            }
        }
    }
}
