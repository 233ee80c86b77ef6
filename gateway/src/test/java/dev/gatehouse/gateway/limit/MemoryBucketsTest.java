package dev.gatehouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryBucketsTest extends BucketsContract {
    private static final int MAX_SUBJECTS = 1_000;

    private final MemoryBuckets buckets = new MemoryBuckets(MAX_SUBJECTS, clock::nanos);

    @Override
    Buckets buckets() {
        return buckets;
    }

    @Test
    void aBucketIsForgottenWhenItIsFullAgainAndNotBefore() {
        Budget budget = new Budget("t.idle", LIMIT, new Subject("s"));
        takeAll(budget);
        clock.advance(LIMIT.timeToFull());
        assertThat(buckets.size()).isOne();
        clock.advance(Duration.ofSeconds(2));
        assertThat(buckets.size()).isZero();
    }

    @Test
    void manyStrangersNeitherFillTheMemoryNorGiveAnybodyAFullBucket() {
        Budget known = new Budget("t.flood", LIMIT, new Subject("known"));
        takeAll(known);
        int allowed = 0;
        for (int i = 0; i < 100 * MAX_SUBJECTS; i++) {
            allowed += buckets.take(new Budget("t.flood", LIMIT, new Subject("stranger" + i)))
                            .allowed()
                    ? 1
                    : 0;
        }
        assertThat(buckets.take(known).allowed()).isFalse();
        assertThat(buckets.size()).isLessThanOrEqualTo(MAX_SUBJECTS + MemoryBuckets.SHARED);
        // Those with a bucket of their own came once; the others share what the shared ones hold.
        assertThat(allowed).isLessThanOrEqualTo(MAX_SUBJECTS + MemoryBuckets.SHARED * LIMIT.burst());
    }

    @Test
    void whoComesAfterTheFloodHasABucketOfItsOwnAgain() {
        for (int i = 0; i < 2 * MAX_SUBJECTS; i++) {
            buckets.take(new Budget("t.flood", LIMIT, new Subject("stranger" + i)));
        }
        clock.advance(LIMIT.timeToFull().plusSeconds(2));
        assertThat(takeAll(new Budget("t.flood", LIMIT, new Subject("late")))).isEqualTo(LIMIT.burst());
        assertThat(buckets.size()).isOne();
    }
}
