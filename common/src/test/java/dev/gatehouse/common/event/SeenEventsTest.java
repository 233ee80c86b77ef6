package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final SeenEvents seen = new SeenEvents(2, Duration.ofNanos(2_000), now::get);
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();
    private final UUID c = UUID.randomUUID();

    @Test
    void whatWasHandledIsKnown() {
        seen.add(a);
        assertThat(seen.contains(a)).isTrue();
        assertThat(seen.contains(b)).isFalse();
    }

    @Test
    void oldestIsForgottenWhereThereAreTooMany() {
        seen.add(a);
        seen.add(b);
        seen.add(a);
        seen.add(c);
        assertThat(seen.contains(a)).isTrue();
        assertThat(seen.contains(b)).isFalse();
        assertThat(seen.contains(c)).isTrue();
    }

    @Test
    void nothingIsRememberedForLongerThanItsTimeEvenWhereTheClockOverflows() {
        seen.add(a);
        now.addAndGet(1_999);
        assertThat(seen.contains(a)).isTrue();
        now.addAndGet(1);
        assertThat(seen.contains(a)).isFalse();
    }
}
