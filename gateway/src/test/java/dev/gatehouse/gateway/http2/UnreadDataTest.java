package dev.gatehouse.gateway.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UnreadDataTest {
    private static final int STREAMS = 128;
    /** What Helidon keeps of a stream before it stops to read. */
    private static final int KEPT_BELOW = 32;

    private final List<Integer> credited = new ArrayList<>();
    private final UnreadData unread = new UnreadData(STREAMS, HeldBytes.UNCOUNTED, credited::add);

    /** What Helidon has got of a stream. */
    private static final class Below {
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private int frames;
        private boolean ended;

        void take(byte[] bytes) {
            for (int at = 0; at < bytes.length; ) {
                Frame frame = new Frame(Arrays.copyOfRange(bytes, at, bytes.length));
                assertThat(frame.type()).isEqualTo(Frame.DATA);
                assertThat(frame.stream()).isEqualTo(1);
                assertThat(frame.length()).isLessThanOrEqualTo(Http2Bounds.MAX_FRAME_BYTES);
                assertThat(ended).isFalse();
                ended = frame.has(Frame.END_STREAM);
                data.write(bytes, at + Frame.HEADER_BYTES, frame.length());
                at += Frame.HEADER_BYTES + frame.length();
                frames++;
            }
        }
    }

    private byte[] add(int stream, int bytes) {
        return unread.add(Frame.data(stream, new byte[bytes], false));
    }

    @Test
    void aFewFramesGoOnAsTheyCome() {
        unread.open(1);
        byte[] frame = Frame.data(1, new byte[] {1, 2, 3}, false).bytes();
        assertThat(unread.add(new Frame(frame))).isEqualTo(frame);
        assertThat(unread.flush(1)).isEmpty();
    }

    @Test
    void framesThatHaveBeenReadDoNotCount() {
        unread.open(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(add(1, 100)).hasSize(109);
            unread.read(1, 100);
        }
        unread.close(1);
        assertGivenBack(100_000);
    }

    @Test
    void whatIsHeldBackComesBeforeTrailers() {
        unread.open(1);
        Below below = new Below();
        for (int i = 0; i < 100; i++) {
            below.take(add(1, 10));
        }
        assertThat(below.data.size()).isLessThan(1_000);
        below.take(unread.flush(1));
        assertThat(below.data.size()).isEqualTo(1_000);
        assertThat(unread.flush(1)).isEmpty();
    }

    /** However the whole window is cut up, it comes in order, at once when the body ends, and in no more frames than are kept below. */
    @Property(tries = 300)
    void anyFramesOfAWholeWindowFitIn(@ForAll long seed, @ForAll @IntRange(min = 1, max = 16_384) int largest) {
        UnreadData fresh = new UnreadData(STREAMS, HeldBytes.UNCOUNTED, credited::add);
        fresh.open(1);
        Random random = new Random(seed);
        byte[] body = new byte[Http2Bounds.WINDOW_BYTES];
        random.nextBytes(body);
        Below below = new Below();
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(largest));
            byte[] payload = Arrays.copyOfRange(body, at, at + length);
            at += length;
            below.take(fresh.add(Frame.data(1, payload, at == body.length)));
        }
        assertThat(below.ended).isTrue();
        assertThat(below.data.toByteArray()).isEqualTo(body);
        // One place is for the end that it makes up itself.
        assertThat(below.frames).isLessThan(KEPT_BELOW);
    }

    @Test
    void anEmptyFrameThatEndsTheBodyTakesAlongWhatIsHeldBack() {
        unread.open(1);
        Below below = new Below();
        for (int i = 0; i < 100; i++) {
            below.take(add(1, 10));
        }
        below.take(unread.add(Frame.data(1, new byte[0], true)));
        assertThat(below.ended).isTrue();
        assertThat(below.data.size()).isEqualTo(1_000);
    }

    @Test
    void moreThanTheWindowOfAStreamIsRefused() {
        unread.open(1);
        for (int i = 0; i < 16; i++) {
            add(1, 16_384);
        }
        refused(1);
        unread.read(1, 16_384);
        add(1, 16_384);
        refused(1);
    }

    @Test
    void whatIsUsedOfTheConnectionsWindowIsGivenBackBeforeItIsRead() {
        for (int stream = 1; stream < 20; stream += 2) {
            unread.open(stream);
            for (int i = 0; i < 10; i++) {
                add(stream, 16_384);
            }
        }
        assertGivenBack(100 * 16_384);
    }

    /** 40 streams of 60 kB in frames of 500 bytes: all of it fits in what may be held back, so nobody waits for anybody. */
    @Test
    void dataThatIsHeldBackOfManyStreamsBlocksNone() {
        Map<Integer, Integer> handedOn = new HashMap<>();
        for (int stream = 1; stream < 80; stream += 2) {
            unread.open(stream);
        }
        for (int i = 0; i < 120; i++) {
            for (int stream = 1; stream < 80; stream += 2) {
                byte[] frames = unread.add(Frame.data(stream, new byte[500], i == 119));
                for (int at = 0; at < frames.length; ) {
                    int length = new Frame(Arrays.copyOfRange(frames, at, frames.length)).length();
                    handedOn.merge(stream, length, Integer::sum);
                    unread.read(stream, length);
                    at += Frame.HEADER_BYTES + length;
                }
            }
        }
        assertThat(handedOn)
                .hasSize(40)
                .allSatisfy((stream, bytes) -> assertThat(bytes).isEqualTo(60_000));
    }

    @Test
    void moreThanMayBeUnreadInAllIsNotGivenBackUntilItIsRead() {
        int sent = 0;
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            unread.open(stream);
        }
        int most = STREAMS * 16_384 + Http2Bounds.WINDOW_BYTES;
        for (int stream = 1; sent < most + Http2Bounds.WINDOW_BYTES / 2; stream += 2) {
            for (int i = 0; i < 16 && sent < most + Http2Bounds.WINDOW_BYTES / 2; i++) {
                add(stream, 16_384);
                sent += 16_384;
            }
        }
        int given = credited.stream().mapToInt(Integer::intValue).sum();
        assertThat(given).isBetween(most - Http2Bounds.WINDOW_BYTES / 4, most);
        unread.close(1);
        assertGivenBack(sent);
    }

    @Test
    void aStreamThatHasEndedTakesNothing() {
        unread.open(1);
        add(1, 10);
        unread.close(1);
        unread.close(1);
        assertThat(unread.add(Frame.data(1, new byte[10], false))).isEmpty();
        unread.read(1, 10);
        assertThat(unread.flush(1)).isEmpty();
    }

    @Test
    void whatIsNoDataCountsInTheConnectionsWindow() {
        for (int i = 0; i < 1_000; i++) {
            unread.skip(1_000);
        }
        assertGivenBack(1_000_000);
        UnreadData greedy = new UnreadData(STREAMS, HeldBytes.UNCOUNTED, count -> {});
        greedy.skip(0);
        assertThatThrownBy(() -> greedy.skip(Http2Bounds.WINDOW_BYTES + 1)).isInstanceOf(Http2Exception.class);
    }

    private void assertGivenBack(int sent) {
        assertThat(credited.stream().mapToInt(Integer::intValue).sum())
                .isBetween(sent - Http2Bounds.WINDOW_BYTES / 4, sent);
    }

    private void refused(int stream) {
        assertThatThrownBy(() -> add(stream, 1))
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(Http2ErrorCode.FLOW_CONTROL));
    }
}
