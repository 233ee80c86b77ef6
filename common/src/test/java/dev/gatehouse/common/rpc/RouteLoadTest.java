package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouteLoadTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final RouteLoad load = new RouteLoad(now::get);

    @Test
    void aQueueIsTrustedUntilManyCallsWait() {
        for (int i = 0; i < RouteLoad.MANY; i++) {
            assertThat(load.begin()).isFalse();
        }
        assertThat(load.begin()).isTrue();
        load.end();
        load.end();
        assertThat(load.begin()).isFalse();
    }

    @Test
    void aTimeoutPutsItInDoubtForAWhile() {
        load.doubt();
        assertThat(load.begin()).isTrue();

        now.addAndGet(RouteLoad.DOUBT.toNanos());
        assertThat(load.begin()).isTrue();

        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(load.begin()).isFalse();
    }
}
