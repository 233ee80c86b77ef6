package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.push.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeptEventsTest {
    private static final int GAP = 0;

    private static Push push(int bytes) {
        return new Push(Optional.empty(), "e", new byte[bytes]);
    }

    /** Each number is an event of so many bytes, and 0 a gap. */
    @Property
    void whoeverMayReadOnGetsEveryEventAfterTheLastSeen(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> history,
            @ForAll @IntRange(min = 0, max = 70) int seen) {
        KeptEvents kept = new KeptEvents(8, 100);
        int lastGap = -1;
        int count = 0;
        for (int bytes : history) {
            if (bytes == GAP) {
                kept.gap();
                lastGap = count;
            } else {
                count++;
                assertThat(kept.add(push(bytes))).isEqualTo(count);
            }
        }
        List<Long> read = new ArrayList<>();
        kept.after(seen, (seq, push) -> read.add(seq));
        assertThat(kept.lastSeq()).isEqualTo(count);
        assertThat(read).hasSizeLessThanOrEqualTo(8);
        if (kept.hasAllAfter(seen)) {
            assertThat(seen).isGreaterThan(lastGap).isLessThanOrEqualTo(count);
            assertThat(read).hasSize(count - seen);
            assertThat(read.stream().mapToLong(Long::longValue).sum()).isEqualTo(sum(seen + 1, count));
        }
    }

    private static long sum(int from, int to) {
        long sum = 0;
        for (int i = from; i <= to; i++) {
            sum += i;
        }
        return sum;
    }

    @Test
    void theLastEventIsKeptHoweverLargeItIs() {
        KeptEvents kept = new KeptEvents(8, 100);
        kept.add(push(10));
        kept.add(push(1_000));
        assertThat(kept.hasAllAfter(1)).isTrue();
        assertThat(kept.hasAllAfter(0)).isFalse();
    }
}
