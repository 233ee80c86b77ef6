package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryAnswerStoreTest extends AnswerStoreContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int ENTRIES = 4;
    private static final long BYTES = 10_000;

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofHours(1).toNanos());
    private final MemoryAnswerStore store = new MemoryAnswerStore(IdempotencyConfig.DEFAULT, nanos::get);
    private final MemoryAnswerStore small = new MemoryAnswerStore(
            new IdempotencyConfig(
                    IdempotencyConfig.DEFAULT_KEEP,
                    ByteSize.ofKiB(8),
                    new IdempotencyConfig.Memory(ENTRIES, new ByteSize(BYTES))),
            nanos::get);

    @Override
    AnswerStore store() {
        return store;
    }

    @Override
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    void passKeepingTime() {
        pass(IdempotencyConfig.DEFAULT_KEEP);
    }

    @Test
    void anAnswerIsKeptForADayFromTheFirstRequestOn() {
        done(store, "one", 10);
        pass(Duration.ofHours(23).plusMinutes(59));
        assertThat(claim(store, "one")).isInstanceOf(Claim.Finished.class);
        pass(Duration.ofMinutes(1));
        assertThat(claim(store, "one")).isEqualTo(new Claim.Taken(false));
    }

    @Test
    void whatHasExpiredTakesNoRoom() {
        done(store, "one", 10);
        done(store, "two", 10);
        passKeepingTime();
        done(store, "three", 10);
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.bytes()).isEqualTo(MemoryAnswerStore.ENTRY_BYTES + 10);
    }

    @Test
    void theOldestThatIsNotUnderWayGoesFirst() {
        claim(small, "busy");
        for (int i = 0; i < ENTRIES; i++) {
            done(small, "done" + i, 10);
        }
        assertThat(small.size()).isEqualTo(ENTRIES);
        assertThat(claim(small, "busy")).isEqualTo(new Claim.UnderWay());
        assertThat(claim(small, "done1")).isInstanceOf(Claim.Finished.class);
        assertThat(claim(small, "done0")).isEqualTo(new Claim.Taken(false));
    }

    @Test
    void answersStayWithinTheirBytes() {
        for (int i = 0; i < 3; i++) {
            done(small, "done" + i, 4_000);
            assertThat(small.bytes()).isLessThanOrEqualTo(BYTES);
        }
        assertThat(claim(small, "done1")).isInstanceOf(Claim.Finished.class);
        assertThat(claim(small, "done0")).isEqualTo(new Claim.Taken(false));
    }

    @Test
    void whereAllAreUnderWayANewOneIsRefusedUntilALeaseEnds() {
        for (int i = 0; i < ENTRIES; i++) {
            claim(small, "busy" + i);
        }
        assertThatThrownBy(() -> claim(small, "one more")).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
            assertThat(failure.retryAfter()).isPresent();
        });
        pass(LEASE);
        assertThat(claim(small, "one more")).isEqualTo(new Claim.Taken(false));
    }

    private static void done(AnswerStore store, String body, int length) {
        assertThat(claim(store, body)).isInstanceOf(Claim.Taken.class);
        assertThat(store.finish(keyed(body), new KeptAnswer(200, new byte[length])))
                .isEmpty();
    }

    private static Claim claim(AnswerStore store, String key) {
        return store.claim(keyed(key), "owner", LEASE);
    }

    private static KeyedRequest keyed(String key) {
        return KeyedRequest.of("a.b", "account 1", key, bytes("{}"));
    }
}
