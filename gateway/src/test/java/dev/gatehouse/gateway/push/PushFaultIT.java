package dev.gatehouse.gateway.push;

import static dev.gatehouse.gateway.push.PushHarness.awaitSoon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes while the connection to the broker, or what is on it, goes away and comes back. */
@Timeout(120)
class PushFaultIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final String key = PushKeys.account(UUID.randomUUID());
    private final Recorder recorder = new Recorder();
    private PushHarness harness;
    private TcpProxy proxy;
    private PushBus bus;

    @BeforeEach
    void open() throws IOException {
        harness = new PushHarness(BROKER);
        proxy = TcpProxy.to(BROKER.host(), BROKER.port());
        bus = harness.bus(PushHarness.QUICK, BROKER.uriThrough(proxy));
        awaitSoon().until(bus::isOpen);
    }

    @AfterEach
    void close() {
        harness.close();
        proxy.close();
    }

    private void awaitOpenAgain() {
        awaitSoon().until(() -> recorder.timesMissed() == 1 && bus.isOpen());
    }

    @Test
    void pushesResumeAfterACutAndEverySubscriberIsToldOnceThatItMayHaveMissedSome() throws IOException {
        Recorder other = new Recorder();
        bus.join(List.of(key, PushKeys.BROADCAST), recorder);
        bus.join(List.of(PushKeys.BROADCAST), other);

        proxy.cut();
        awaitOpenAgain();
        harness.publish(key, 1);
        harness.publish(PushKeys.BROADCAST, 2);

        awaitSoon().until(() -> recorder.count() == 2 && other.count() == 1);
        assertThat(recorder.timesMissed()).isEqualTo(1);
        assertThat(other.timesMissed()).isEqualTo(1);
        assertThat(bus.stats().bindings()).isEqualTo(2);
    }

    @Test
    void allOfManyKeysAreBoundAgainAfterACut() throws IOException {
        List<String> keys = IntStream.range(0, 2_000)
                .mapToObj(i -> PushKeys.connection(UUID.randomUUID()))
                .toList();
        bus.join(keys, recorder);

        proxy.cut();
        awaitOpenAgain();
        for (int i = 0; i < keys.size(); i++) {
            harness.publish(keys.get(i), i);
        }

        awaitSoon().until(() -> recorder.count() == keys.size());
        assertThat(recorder.tails())
                .containsExactlyElementsOf(IntStream.range(0, keys.size())
                        .mapToObj(PushHarness::tail)
                        .toList());
    }

    @Test
    void whoeverJoinsWhileTheBrokerIsAwayHasJoinedOnceItIsBackAndHasMissedNothing() throws Exception {
        proxy.refuse();
        awaitSoon().until(() -> !bus.isOpen());

        Thread joining = Thread.ofVirtual().start(() -> bus.join(List.of(key), recorder));
        awaitSoon().until(() -> bus.stats().subscribers() == 1);
        proxy.heal();
        joining.join();
        harness.publish(key, 1);

        awaitSoon().until(() -> recorder.count() == 1);
        assertThat(recorder.timesMissed()).isZero();
    }

    @Test
    void joinThatCannotBeHadInTimeIsRefusedAndLeavesNothingBehind() throws IOException {
        PushConfig impatient = new PushConfig(16, Duration.ofMillis(100), Duration.ZERO, ByteSize.ofKiB(1));
        try (TcpProxy nowhere = TcpProxy.to(BROKER.host(), BROKER.port())) {
            nowhere.refuse();
            PushBus alone = harness.bus(impatient, BROKER.uriThrough(nowhere));

            ServiceException refusal =
                    catchThrowableOfType(ServiceException.class, () -> alone.join(List.of(key), recorder));

            assertThat(refusal.code()).isEqualTo(ErrorCode.RPC_UNAVAILABLE);
            assertThat(refusal.outcome()).contains(Outcome.NOT_EXECUTED);
            assertThat(alone.stats()).isEqualTo(new PushStats(0, 0, 0, 0));
        }
    }

    @Test
    void joinsGoOnWhileTheConnectionIsCutAgainAndAgain() throws Exception {
        List<String> joined = new ArrayList<>();
        AtomicInteger cuts = new AtomicInteger();
        Thread cutting = Thread.ofVirtual().start(() -> {
            while (cuts.get() < 10) {
                awaitSoon().until(bus::isOpen);
                proxy.cut();
                cuts.incrementAndGet();
            }
        });
        while (cuts.get() < 10) {
            String next = PushKeys.connection(UUID.randomUUID());
            bus.join(List.of(next), recorder);
            joined.add(next);
        }
        cutting.join();
        // The last cut may not have been noticed yet.
        String last = PushKeys.session(UUID.randomUUID());
        awaitSoon().until(() -> {
            bus.join(List.of(last), recorder);
            harness.publish(last, -1);
            return recorder.tails().contains(PushHarness.tail(-1));
        });

        for (int i = 0; i < joined.size(); i++) {
            harness.publish(joined.get(i), i);
        }
        awaitSoon().until(() -> recorder.tails().contains(PushHarness.tail(joined.size() - 1)));
        assertThat(recorder.tails())
                .containsAll(IntStream.range(0, joined.size())
                        .mapToObj(PushHarness::tail)
                        .toList());
    }

    @Test
    void joinHealsABusWhoseExchangeIsGone() throws IOException {
        bus.join(List.of(key), recorder);
        harness.channel().exchangeDelete("core.push.v1");

        String next = PushKeys.connection(UUID.randomUUID());
        bus.join(List.of(next), recorder);
        harness.publish(key, 1);
        harness.publish(next, 2);

        awaitSoon().until(() -> recorder.count() == 2);
        assertThat(recorder.timesMissed()).isEqualTo(1);
    }

    @Test
    void pushesResumeAfterTheBrokerHasForgottenEverything() throws IOException {
        assumeFalse(BROKER.isReal(), "only the embedded broker can be stopped");
        bus.join(List.of(key), recorder);
        BROKER.stop();
        awaitSoon().until(() -> !bus.isOpen());
        BROKER.start();
        awaitOpenAgain();

        try (PushHarness again = new PushHarness(BROKER)) {
            again.publish(key, 1);
            awaitSoon().until(() -> recorder.count() == 1);
        }
    }
}
