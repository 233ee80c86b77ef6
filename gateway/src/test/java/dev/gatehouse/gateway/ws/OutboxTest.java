package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.edge.HeldBytes;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static OutFrame frame(int bytes) {
        return OutFrame.text(new byte[bytes]);
    }

    @Test
    void framesAreBounded() {
        Outbox outbox = new Outbox(2, 1_000, HeldBytes.UNCOUNTED);
        assertThat(outbox.offer(frame(1))).isTrue();
        assertThat(outbox.offer(frame(1))).isTrue();
        assertThat(outbox.offer(frame(1))).isFalse();
        assertThat(outbox.take()).hasSize(2);
        assertThat(outbox.offer(frame(1))).isTrue();
    }

    @Test
    void bytesAreBoundedButForAFrameAlone() {
        Outbox outbox = new Outbox(10, 1_000, HeldBytes.UNCOUNTED);
        assertThat(outbox.offer(frame(5_000))).isTrue();
        assertThat(outbox.offer(frame(1))).isFalse();
        assertThat(outbox.take()).hasSize(1);
        assertThat(outbox.offer(frame(600))).isTrue();
        assertThat(outbox.offer(frame(600))).isFalse();
        assertThat(outbox.offer(frame(100))).isTrue();
    }

    @Test
    void theLastFrameIsTheLast() {
        Outbox outbox = new Outbox(1, 1_000, HeldBytes.UNCOUNTED);
        OutFrame first = frame(1);
        OutFrame last = OutFrame.close(1000, "");
        assertThat(outbox.offer(first)).isTrue();
        outbox.finish(last, false);
        outbox.finish(OutFrame.close(1011, ""), true);
        assertThat(outbox.offer(frame(1))).isTrue();
        assertThat(outbox.take()).containsExactly(first, last);
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void whatWaitsIsDroppedWhereItShouldBe() {
        Outbox outbox = new Outbox(10, 1_000, HeldBytes.UNCOUNTED);
        outbox.offer(frame(1));
        OutFrame last = OutFrame.close(4413, "");
        outbox.finish(last, true);
        assertThat(outbox.take()).containsExactly(last);
    }

    @Test
    void theWriterTakesNotTooMuchAtATime() {
        Outbox outbox = new Outbox(10, 1_000_000, HeldBytes.UNCOUNTED);
        for (int i = 0; i < 4; i++) {
            outbox.offer(frame(40_000));
        }
        assertThat(outbox.take()).hasSize(2);
        assertThat(outbox.take()).hasSize(2);
    }

    @Test
    void whatWaitsIsCountedUntilItIsTaken() {
        AtomicLong counted = new AtomicLong();
        Outbox outbox = new Outbox(100, 1_000_000, upTo(100_000, counted));
        for (int i = 0; i < 9; i++) {
            assertThat(outbox.offer(frame(10_000))).isTrue();
        }
        assertThat(counted.get()).isBetween(74_000L, 91_000L);
        // The client has as much as it may have.
        assertThat(outbox.offer(frame(30_000))).isFalse();
        while (!outbox.take().isEmpty()) {
            assertThat(counted.get()).isLessThanOrEqualTo(91_000);
        }
        assertThat(counted).hasValue(0);
        assertThat(outbox.offer(frame(90_000))).isTrue();
        outbox.abandon();
        assertThat(counted).hasValue(0);
    }

    private static HeldBytes upTo(long most, AtomicLong counted) {
        return new HeldBytes() {
            @Override
            public boolean admits() {
                return true;
            }

            @Override
            public boolean hold(long bytes) {
                return counted.addAndGet(bytes) <= most || counted.addAndGet(-bytes) < 0;
            }

            @Override
            public void release(long bytes) {
                counted.addAndGet(-bytes);
            }

            @Override
            public void close() {
                counted.set(0);
            }
        };
    }
}
