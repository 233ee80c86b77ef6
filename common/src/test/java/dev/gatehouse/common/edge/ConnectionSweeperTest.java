package dev.gatehouse.common.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionSweeperTest {
    @Test
    void aSweepThatFailsIsFollowedByTheNext() throws InterruptedException {
        CountDownLatch sweeps = new CountDownLatch(3);
        ConnectionSweeper sweeper = new ConnectionSweeper(
                "test-sweeper",
                () -> {
                    sweeps.countDown();
                    throw new AssertionError("not foreseen");
                },
                Duration.ofMillis(1));
        sweeper.start();
        assertThat(sweeps.await(10, TimeUnit.SECONDS)).isTrue();
        sweeper.close();
    }
}
