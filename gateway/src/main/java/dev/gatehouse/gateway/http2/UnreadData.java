package dev.gatehouse.gateway.http2;

import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What a client has sent as data on the streams of one HTTP/2 connection and nobody has read yet. It is bounded by the windows (RFC 9113, section
 * 5.2), which the server below does not look after. And it is kept in few frames: the server below keeps 32 of each stream, however small, and
 * while these are not read it reads nothing of any stream, for ever where the stream has ended. Thread-safe: all state is guarded by the
 * monitor of {@code this}.
 */
final class UnreadData {
    /** As many frames of a stream are handed on as they come. More are joined: what the window allows is 16 full ones. */
    private static final int MAX_SMALL_FRAMES = 12;

    private static final byte[] NOTHING = {};

    private final IntConsumer credit;
    private final Map<Integer, OfStream> streams = new HashMap<>();
    private int bytes;

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

    /** @param credit gives the client back what it has used of the connection's window; must not block */
    UnreadData(IntConsumer credit) {
        this.credit = credit;
    }

    synchronized void open(int stream) {
        streams.put(stream, new OfStream(stream));
    }

    /**
     * Takes in a frame that has no padding. Returns what is to be handed on now, which may be nothing; empty where the stream has ended.
     *
     * @throws Http2Exception where it is more than the client may send
     */
    synchronized Optional<byte[]> add(Frame frame) {
        OfStream of = streams.get(frame.stream());
        if (of == null) {
            return Optional.empty();
        }
        int length = frame.length();
        if (of.bytes + length > Http2Bounds.WINDOW_BYTES || bytes + length > Http2Bounds.WINDOW_BYTES) {
            throw new Http2Exception(Http2ErrorCode.FLOW_CONTROL, "more data than the window allows");
        }
        bytes += length;
        of.bytes += length;
        if (of.joiner.isEmpty() && of.frames < MAX_SMALL_FRAMES) {
            of.frames++;
            return Optional.of(frame.bytes());
        }
        List<Frame> joined = of.joiner.add(frame);
        of.frames += joined.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        joined.forEach(full -> all.writeBytes(full.bytes()));
        return Optional.of(all.toByteArray());
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

    /** The server below has read a frame, and tells the client so next. */
    synchronized void read(int stream, int length) {
        OfStream of = streams.get(stream);
        if (of != null) {
            of.frames--;
            of.bytes -= length;
            bytes -= length;
        }
    }

    /** The stream has ended: what is left of its data nobody will read any more. */
    synchronized void close(int stream) {
        OfStream of = streams.remove(stream);
        if (of != null && of.bytes > 0) {
            bytes -= of.bytes;
            credit.accept(of.bytes);
        }
    }
}
