package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofMillis(500);

    @Test
    void waitsDoubleUpToTheBoundAndBeginAnewAfterAReset() {
        Backoff backoff = new Backoff(MIN, MAX, () -> 0);

        assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 500L, 500L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(MIN);
    }

    @Test
    void chanceTakesUpToHalfOfAWait() {
        assertThat(new Backoff(MIN, MAX, () -> 1).next()).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(MIN, MAX, () -> 0.5).next()).isEqualTo(Duration.ofMillis(75));
    }
}
