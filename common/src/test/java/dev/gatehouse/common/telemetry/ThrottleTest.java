package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    /** A ticker may begin anywhere, also shortly before it overflows. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private final Throttle throttle = new Throttle(Duration.ofNanos(10), now::get);

    @Test
    void oneIsLetThroughInEachInterval() {
        assertThat(throttle.allows()).isTrue();
        assertThat(throttle.allows()).isFalse();
        now.addAndGet(9);
        assertThat(throttle.allows()).isFalse();
        now.incrementAndGet();
        assertThat(throttle.allows()).isTrue();
        assertThat(throttle.allows()).isFalse();
    }
}
