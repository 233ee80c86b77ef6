package dev.gatehouse.gateway.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.http.http2.Http2ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The data that a client has sent on the streams of one HTTP/2 connection and that nobody has read yet. It is bounded by the windows (RFC 9113, section
 * 5.2), which Helidon does not look after. And it is kept in few frames: Helidon keeps 32 of each stream, however small, and while these are not read
 * it reads nothing of any stream, for ever if the stream has ended. Thread-safe: all state is guarded by the monitor of {@code this}.
 *
 * <p>What a client has used of the connection's window is given back as soon as the data is here, not when it is read, up to a bound that is above what
 * can be held back of all streams together. So streams whose data is held back or not read yet do not block the others.
 */
final class UnreadData {
    /** As many frames of a stream are handed on as they come. More are joined: what the window allows is 16 full ones. */
    private static final int MAX_SMALL_FRAMES = 12;

    private static final int CREDIT_STEP = Http2Bounds.WINDOW_BYTES / 4;
    private static final byte[] NOTHING = {};

    private static final int HELD_STEP = 64 * 1024;

    private final int bound;
    private final HeldBytes held;
    private final IntConsumer credit;

    @GuardedBy("this")
    private final Map<Integer, OfStream> streams = new HashMap<>();

    @GuardedBy("this")
    private int bytes;

    /** As much of it as has been counted. */
    @GuardedBy("this")
    private int counted;

    /** What the client may still send. */
    @GuardedBy("this")
    private int window = Http2Bounds.WINDOW_BYTES;

    private static final class OfStream {
        private final FrameJoiner joiner;
        /** Handed on and not yet read. */
        private int frames;
        /** Handed on or held back, and not yet read. */
        private int bytes;

        OfStream(int stream) {
            this.joiner = new FrameJoiner(stream);
        }
    }

    /**
     * Nothing is unread.
     *
     * @param streams that a client may have open
     * @param held counts what is unread
     * @param credit gives the client back what it has used of the connection's window; must not block
     */
    UnreadData(int streams, HeldBytes held, IntConsumer credit) {
        this.bound = streams * Http2Bounds.MAX_FRAME_BYTES + Http2Bounds.WINDOW_BYTES;
        this.held = held;
        this.credit = credit;
    }

    synchronized void open(int stream) {
        streams.put(stream, new OfStream(stream));
    }

    /**
     * Takes in a frame that has no padding. Returns what is to be handed on now, which may be nothing.
     *
     * @throws Http2Exception if it is more than the client may send
     */
    synchronized byte[] add(Frame frame) {
        int length = frame.length();
        use(length);
        OfStream of = streams.get(frame.stream());
        if (of == null) {
            settle();
            return NOTHING;
        }
        FrameRules.require(
                of.bytes + length <= Http2Bounds.WINDOW_BYTES,
                Http2ErrorCode.FLOW_CONTROL,
                "more data than the window of the stream allows");
        bytes += length;
        of.bytes += length;
        count();
        settle();
        if (of.joiner.isEmpty() && of.frames < MAX_SMALL_FRAMES) {
            of.frames++;
            return frame.bytes();
        }
        List<Frame> joined = of.joiner.add(frame);
        of.frames += joined.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        joined.forEach(full -> all.writeBytes(full.bytes()));
        return all.toByteArray();
    }

    /** Takes in what is not data, but counts as such: padding, and data of streams that have ended. */
    synchronized void skip(int length) {
        use(length);
        settle();
    }

    /** What has been held back of a stream, of which no more data comes. */
    synchronized byte[] flush(int stream) {
        OfStream of = streams.get(stream);
        if (of == null || of.joiner.isEmpty()) {
            return NOTHING;
        }
        of.frames++;
        return of.joiner.flush().bytes();
    }

    /** Helidon has read a frame, and tells the client so next. */
    synchronized void read(int stream, int length) {
        OfStream of = streams.get(stream);
        if (of != null) {
            of.frames--;
            of.bytes -= length;
            bytes -= length;
            count();
            settle();
        }
    }

    /** The stream has ended: what is left of its data nobody will read any more. */
    synchronized void close(int stream) {
        OfStream of = streams.remove(stream);
        if (of != null) {
            bytes -= of.bytes;
            count();
            settle();
        }
    }

    @GuardedBy("this")
    private void use(int length) {
        FrameRules.require(
                length <= window, Http2ErrorCode.FLOW_CONTROL, "more data than the window of the connection allows");
        window -= length;
    }

    /** In large steps, so that most requests cost nothing. */
    @GuardedBy("this")
    private void count() {
        if (bytes > counted + HELD_STEP) {
            FrameRules.require(
                    held.hold(bytes - counted), Http2ErrorCode.ENHANCE_YOUR_CALM, "too much is held for the client");
            counted = bytes;
        } else if (counted > 0 && (bytes < counted - HELD_STEP || bytes == 0)) {
            held.release(counted - bytes);
            counted = bytes;
        }
    }

    @GuardedBy("this")
    private void settle() {
        int used = Http2Bounds.WINDOW_BYTES - window;
        if (used >= CREDIT_STEP && bytes <= bound) {
            window += used;
            credit.accept(used);
        }
    }
}
