package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutstandingTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int ROUNDS = 2_000;

    private final Outstanding outstanding = new Outstanding();

    @Test
    void whereNothingHasBegunNobodyWaits() throws InterruptedException {
        assertThat(outstanding.awaitNone(Duration.ZERO)).isTrue();
    }

    @Test
    void theTimeMayNotBeEnough() throws InterruptedException {
        outstanding.begun();
        assertThat(outstanding.awaitNone(Duration.ofMillis(1))).isFalse();
        outstanding.forget();
        assertThat(outstanding.awaitNone(Duration.ZERO)).isTrue();
    }

    /** A signal that is lost between the look and the wait would make this wait out its limit. */
    @Test
    void whoeverWaitsHearsOfTheLastEnd() throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            List<Thread> threads = new ArrayList<>();
            outstanding.begun();
            outstanding.begun();
            threads.add(Thread.ofVirtual().start(() -> outstanding.ended(1)));
            threads.add(Thread.ofVirtual().start(() -> outstanding.ended(1)));
            assertThat(outstanding.awaitNone(LONG)).isTrue();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
