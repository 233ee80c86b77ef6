package dev.gatehouse.auth.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of an entry of the outbox whatever happens to it. */
class EntryStateTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(5);
    private static final Backoff DELAYS = new Backoff(MIN, MAX, () -> 0.5);

    @Property
    void itIsPublishedOnlyByAConfirmWhileARelayHasIt(@ForAll("events") List<EntryState.Event> events) {
        EntryState state = EntryState.added();
        for (EntryState.Event event : events) {
            EntryState next = state.on(event, DELAYS);
            if (next instanceof EntryState.Published && !(state instanceof EntryState.Published)) {
                assertThat(state).isInstanceOf(EntryState.Publishing.class);
                assertThat(event).isInstanceOf(EntryState.Event.Confirmed.class);
            }
            state = next;
        }
    }

    @Property
    void onceItIsPublishedItStaysSo(@ForAll("events") List<EntryState.Event> events) {
        EntryState state = new EntryState.Published();
        for (EntryState.Event event : events) {
            state = state.on(event, DELAYS);
        }
        assertThat(state).isEqualTo(new EntryState.Published());
    }

    @Property
    void noTryBeginsBeforeItsTimeAndFailuresOnlyGrow(@ForAll("events") List<EntryState.Event> events) {
        EntryState state = EntryState.added();
        for (EntryState.Event event : events) {
            EntryState next = state.on(event, DELAYS);
            if (state instanceof EntryState.Pending(int failures, Instant notBefore)
                    && next instanceof EntryState.Publishing(int tried)) {
                assertThat(event)
                        .isInstanceOfSatisfying(
                                EntryState.Event.Claimed.class,
                                claimed -> assertThat(claimed.at()).isAfterOrEqualTo(notBefore));
                assertThat(tried).isEqualTo(failures);
            }
            if (next instanceof EntryState.Published) {
                return;
            }
            assertThat(failures(next)).isBetween(failures(state), failures(state) + 1);
            state = next;
        }
    }

    @Property
    void whatIsNotPublishedCanAlwaysBePublishedInTheEnd(@ForAll("events") List<EntryState.Event> events) {
        EntryState state = EntryState.added();
        for (EntryState.Event event : events) {
            state = state.on(event, DELAYS);
        }

        EntryState ended = state.on(new EntryState.Event.Claimed(Instant.MAX), DELAYS)
                .on(new EntryState.Event.Confirmed(), DELAYS);

        assertThat(ended).isEqualTo(new EntryState.Published());
    }

    @Property
    void aFailureHasItWaitWithinTheBounds(
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE - 1) int failures,
            @ForAll @DoubleRange(min = 0, max = 1) double random) {
        Backoff delays = new Backoff(MIN, MAX, () -> random);

        EntryState failed = new EntryState.Publishing(failures).on(new EntryState.Event.Unconfirmed(BEGIN), delays);

        assertThat(failed).isInstanceOfSatisfying(EntryState.Pending.class, pending -> {
            assertThat(pending.failures()).isEqualTo(failures + 1);
            assertThat(Duration.between(BEGIN, pending.notBefore())).isBetween(MIN.dividedBy(2), MAX);
        });
    }

    @Property
    void waitsGrowWithFailures(@ForAll @IntRange(min = 1, max = 1000) int failures) {
        assertThat(DELAYS.wait(failures)).isGreaterThanOrEqualTo(DELAYS.wait(failures - 1));
    }

    @Provide
    Arbitrary<List<EntryState.Event>> events() {
        Arbitrary<Instant> times = Arbitraries.integers().between(0, 60_000).map(BEGIN::plusMillis);
        return Arbitraries.oneOf(
                        times.map(at -> (EntryState.Event) new EntryState.Event.Claimed(at)),
                        times.map(EntryState.Event.Unconfirmed::new),
                        Arbitraries.just(new EntryState.Event.Confirmed()))
                .list()
                .ofMaxSize(40);
    }

    private static int failures(EntryState state) {
        return switch (state) {
            case EntryState.Pending(int failures, Instant notBefore) -> failures;
            case EntryState.Publishing(int failures) -> failures;
            case EntryState.Published() -> 0;
        };
    }
}
