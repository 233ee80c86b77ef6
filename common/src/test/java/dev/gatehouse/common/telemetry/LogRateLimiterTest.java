package dev.gatehouse.common.telemetry;

import static dev.gatehouse.common.telemetry.LogRateLimiter.Verdict.FIRST_SUPPRESSED;
import static dev.gatehouse.common.telemetry.LogRateLimiter.Verdict.SUPPRESSED;
import static dev.gatehouse.common.telemetry.LogRateLimiter.Verdict.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.telemetry.LogRateLimiter.Place;
import dev.gatehouse.common.telemetry.LogRateLimiter.Suppressed;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogRateLimiterTest {
    private static final int LIMIT = 2;
    private static final Place PLACE = new Place("a", Level.WARN, "{} failed", null);

    /** A ticker may begin anywhere, also shortly before it overflows. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private final LogRateLimiter limiter = new LogRateLimiter(now::get);

    @Test
    void linesOverTheLimitAreCountedAndToldOnceTheSecondIsOver() {
        assertThat(judge(PLACE)).isEqualTo(WRITTEN);
        assertThat(judge(PLACE)).isEqualTo(WRITTEN);
        assertThat(judge(PLACE)).isEqualTo(FIRST_SUPPRESSED);
        assertThat(judge(PLACE)).isEqualTo(SUPPRESSED);
        assertThat(limiter.roll()).isEmpty();

        nextSecond();
        assertThat(limiter.roll()).containsExactly(new Suppressed(PLACE, 2));
        assertThat(limiter.roll()).isEmpty();
        assertThat(judge(PLACE)).isEqualTo(WRITTEN);
    }

    @Test
    void otherLevelPatternExceptionOrLoggerIsAnotherPlace() {
        exhaust(PLACE);
        assertThat(judge(new Place("a", Level.ERROR, "{} failed", null))).isEqualTo(WRITTEN);
        assertThat(judge(new Place("a", Level.WARN, "{} has failed", null))).isEqualTo(WRITTEN);
        assertThat(judge(new Place("a", Level.WARN, "{} failed", IOException.class)))
                .isEqualTo(WRITTEN);
        assertThat(judge(new Place("b", Level.WARN, "{} failed", null))).isEqualTo(WRITTEN);
    }

    @Test
    void linesWhoseTextIsMadeBeforeTheyAreLoggedAreLimitedByTheirLogger() {
        long written = IntStream.range(0, 1_000)
                .filter(i -> judge(new Place("a", Level.WARN, "request " + i, null)) == WRITTEN)
                .count();
        assertThat(written).isEqualTo((long) LIMIT * LogRateLimiter.PLACES_PER_LOGGER);
        assertThat(judge(new Place("b", Level.WARN, "another", null))).isEqualTo(WRITTEN);

        nextSecond();
        assertThat(limiter.roll())
                .containsExactly(new Suppressed(new Place("a", Level.WARN, "request 10", null), 1_000 - written));
    }

    @Test
    void placesAreBounded() {
        long written = IntStream.range(0, 100_000)
                .filter(i -> judge(new Place("logger " + i, Level.WARN, "x", null)) == WRITTEN)
                .count();
        assertThat(written).isLessThanOrEqualTo(LogRateLimiter.MAX_PLACES);

        nextSecond();
        assertThat(limiter.roll().stream().mapToLong(Suppressed::lines).sum()).isEqualTo(100_000 - written);
    }

    private LogRateLimiter.Verdict judge(Place place) {
        return limiter.judge(place, LIMIT, LIMIT);
    }

    private void exhaust(Place place) {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(judge(place)).isEqualTo(WRITTEN);
        }
        assertThat(judge(place)).isNotEqualTo(WRITTEN);
    }

    private void nextSecond() {
        now.addAndGet(LogRateLimiter.WINDOW.toNanos());
    }
}
