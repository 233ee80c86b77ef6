package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
    private static OutFrame frame(int bytes) {
        return OutFrame.text(new byte[bytes]);
    }

    @Test
    void framesAreBounded() {
        Outbox outbox = new Outbox(2, 1_000);
        assertThat(outbox.offer(frame(1))).isTrue();
        assertThat(outbox.offer(frame(1))).isTrue();
        assertThat(outbox.offer(frame(1))).isFalse();
        assertThat(outbox.take()).hasSize(2);
        assertThat(outbox.offer(frame(1))).isTrue();
    }

    @Test
    void bytesAreBoundedButForAFrameAlone() {
        Outbox outbox = new Outbox(10, 1_000);
        assertThat(outbox.offer(frame(5_000))).isTrue();
        assertThat(outbox.offer(frame(1))).isFalse();
        assertThat(outbox.take()).hasSize(1);
        assertThat(outbox.offer(frame(600))).isTrue();
        assertThat(outbox.offer(frame(600))).isFalse();
        assertThat(outbox.offer(frame(100))).isTrue();
    }

    @Test
    void theLastFrameIsTheLast() {
        Outbox outbox = new Outbox(1, 1_000);
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
        Outbox outbox = new Outbox(10, 1_000);
        outbox.offer(frame(1));
        OutFrame last = OutFrame.close(4413, "");
        outbox.finish(last, true);
        assertThat(outbox.take()).containsExactly(last);
    }

    @Test
    void theWriterTakesNotTooMuchAtATime() {
        Outbox outbox = new Outbox(10, 1_000_000);
        for (int i = 0; i < 4; i++) {
            outbox.offer(frame(40_000));
        }
        assertThat(outbox.take()).hasSize(2);
        assertThat(outbox.take()).hasSize(2);
    }
}
