package dev.gatehouse.common.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofMillis(500);

    @Test
    void waitsDoubleUpToTheBound() {
        Backoff backoff = new Backoff(MIN, MAX, () -> 0);

        assertThat(IntStream.range(0, 5).mapToObj(backoff::wait).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 500L, 500L);
        assertThat(backoff.wait(Integer.MAX_VALUE)).isEqualTo(MAX);
    }

    @Test
    void chanceTakesUpToHalfOfAWait() {
        assertThat(new Backoff(MIN, MAX, () -> 1).wait(0)).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(MIN, MAX, () -> 0.5).wait(0)).isEqualTo(Duration.ofMillis(75));
    }

    @Property
    void aWaitIsNeverOverTheBoundNorUnderHalfOfTheLeast(
            @ForAll @IntRange(max = 100) int round, @ForAll @DoubleRange(max = 1) double chance) {
        assertThat(new Backoff(MIN, MAX, () -> chance).wait(round)).isBetween(MIN.dividedBy(2), MAX);
    }
}
