package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionRegistryTest {
    private static final int MOST = 5;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void noMoreComeInAtATimeThanTheBound() throws Exception {
        TestSessions sessions = new TestSessions();
        CyclicBarrier together = new CyclicBarrier(20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> admitted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                admitted.add(threads.submit(() -> {
                    together.await();
                    return sessions.connect(nanos::get).session.admit(MOST);
                }));
            }
            int count = 0;
            for (Future<Boolean> one : admitted) {
                count += one.get() ? 1 : 0;
            }
            assertThat(count).isEqualTo(MOST);
        }
    }

    @Test
    void aPlaceIsFreeAgainWhenItsConnectionHasEnded() {
        TestSessions sessions = new TestSessions();
        TestSessions.Connected first = sessions.connect(nanos::get);
        assertThat(first.session.admit(1)).isTrue();
        assertThat(sessions.connect(nanos::get).session.admit(1)).isFalse();
        first.session.disconnected();
        assertThat(sessions.connect(nanos::get).session.admit(1)).isTrue();
    }

    /** Once a client could come in behind the drain, was told nothing, and held the gateway's end up. */
    @Test
    void whoeverComesInWhileTheGatewayBeginsToDrainIsEndedOrRefused() throws Exception {
        for (int round = 0; round < 500; round++) {
            TestSessions sessions = new TestSessions();
            CyclicBarrier together = new CyclicBarrier(2);
            TestSessions.Connected late = sessions.connect(nanos::get);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Boolean> admitted = threads.submit(() -> {
                    together.await();
                    return late.session.admit(MOST);
                });
                together.await();
                sessions.registry.drain(Duration.ofNanos(1));
                if (admitted.get()) {
                    nanos.incrementAndGet();
                    sessions.registry.tick(sessions.pushes, nanos.get());
                    assertThat(late.line.end().code()).isEqualTo(Closing.GOING_AWAY);
                }
            }
        }
    }
}
