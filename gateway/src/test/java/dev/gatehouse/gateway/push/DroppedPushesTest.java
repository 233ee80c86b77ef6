package dev.gatehouse.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DroppedPushesTest {
    private long now = Long.MAX_VALUE - 1;

    @Test
    void allAreCountedAndOneAMinuteIsTold() {
        DroppedPushes dropped = new DroppedPushes(() -> now);

        assertThat(dropped.record("broadcast", "first")).isTrue();
        assertThat(dropped.record("broadcast", "second")).isFalse();
        now += Duration.ofMinutes(1).toNanos() - 1;
        assertThat(dropped.record("broadcast", "third")).isFalse();
        now += 1;
        assertThat(dropped.record("broadcast", "fourth")).isTrue();
        assertThat(dropped.count()).isEqualTo(4);
    }
}
