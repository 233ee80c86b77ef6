package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionWriterTest {
    private static final Pattern FRAME = Pattern.compile("<[a-d]\\d+>");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Outbox outbox = new Outbox(100_000, 100_000_000, HeldBytes.UNCOUNTED);
    private final Socket socket = new Socket();
    private final AtomicInteger broken = new AtomicInteger();
    private final SessionWriter writer = new SessionWriter(outbox, socket, broken::incrementAndGet);

    private static OutFrame frame(String text) {
        return OutFrame.text(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void framesThatCameBeforeTheStartAreWritten() throws InterruptedException {
        outbox.offer(frame("a"));
        outbox.finish(OutFrame.closeWithoutCode(), false);
        writer.start();
        assertThat(writer.awaitEnd(LIMIT)).isTrue();
        assertThat(socket.text()).contains("a");
    }

    @Test
    void framesOfManyThreadsAreWrittenInTheirOrderAndOneAtATime() throws InterruptedException {
        writer.start();
        List<Thread> senders = new ArrayList<>();
        for (char who : "abcd".toCharArray()) {
            senders.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    outbox.offer(frame("<" + who + i + ">"));
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        outbox.finish(OutFrame.closeWithoutCode(), false);
        assertThat(writer.awaitEnd(LIMIT)).isTrue();
        assertThat(socket.together.get()).isEqualTo(1);
        for (char who : "abcd".toCharArray()) {
            assertThat(FRAME.matcher(socket.text())
                            .results()
                            .map(MatchResult::group)
                            .filter(text -> text.charAt(1) == who))
                    .containsExactlyElementsOf(IntStream.range(0, 2_000)
                            .mapToObj(i -> "<" + who + i + ">")
                            .toList());
        }
    }

    @Test
    void noThreadIsThereWhileNothingWaits() {
        writer.start();
        for (int i = 1; i <= 3; i++) {
            int writes = i;
            outbox.offer(frame("a"));
            await().until(() -> socket.threads.size() == writes);
            await().until(() -> socket.threads.stream().noneMatch(Thread::isAlive));
        }
    }

    @Test
    void theEndIsNotBeforeTheLastFrameIsWritten() throws InterruptedException {
        socket.open = new CountDownLatch(1);
        writer.start();
        outbox.finish(OutFrame.closeWithoutCode(), false);
        await().until(() -> socket.threads.size() == 1);
        assertThat(writer.awaitEnd(Duration.ZERO)).isFalse();
        socket.open.countDown();
        assertThat(writer.awaitEnd(LIMIT)).isTrue();
    }

    @Test
    void aSocketThatTakesNothingAnyMoreIsTheEnd() throws InterruptedException {
        socket.fails = true;
        writer.start();
        outbox.offer(frame("a"));
        assertThat(writer.awaitEnd(LIMIT)).isTrue();
        assertThat(broken).hasValue(1);
        assertThat(outbox.offer(frame("b"))).isTrue();
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void aWriteThatHangsIsEndedByAbort() throws InterruptedException {
        socket.open = new CountDownLatch(1);
        writer.start();
        outbox.offer(frame("a"));
        await().until(() -> socket.threads.size() == 1);
        writer.abort();
        assertThat(writer.awaitEnd(LIMIT)).isTrue();
        assertThat(broken).hasValue(1);
    }

    /** Remembers what was written, and by whom. */
    private static final class Socket implements DataWriter {
        private final Queue<String> written = new ConcurrentLinkedQueue<>();
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger together = new AtomicInteger();
        private volatile CountDownLatch open = new CountDownLatch(0);
        private volatile boolean fails;

        String text() {
            return String.join("", written);
        }

        @Override
        public void writeNow(BufferData buffer) {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread());
            try {
                open.await();
                if (fails) {
                    throw new IllegalStateException("broken");
                }
                written.add(new String(buffer.readBytes(), StandardCharsets.ISO_8859_1));
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new InterruptedIOException());
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public void write(BufferData... buffers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(BufferData buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void writeNow(BufferData... buffers) {
            throw new UnsupportedOperationException();
        }
    }
}
