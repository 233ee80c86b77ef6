package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.gateway.hpack.HpackRewriter;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.http2.Http2ErrorCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames to a client, whole and one after the other, each within the time that a client may take. What Helidon writes is put right: its
 * settings, its resets, the last stream of its {@code GOAWAY}, and header blocks that the client's table has no room for. Frames of streams that have
 * ended are dropped. Thread-safe.
 */
final class Http2Writes implements DataWriter {
    private final DataWriter out;
    private final Http2Streams streams;
    private final SlowClients slowClients;
    private final int announcedStreams;
    private final int announcedHeaderBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, as is the next. */
    private final HpackRewriter headers = new HpackRewriter();

    private boolean windowAnnounced;

    Http2Writes(
            DataWriter out,
            Http2Streams streams,
            SlowClients slowClients,
            int announcedStreams,
            int announcedHeaderBytes) {
        this.out = out;
        this.streams = streams;
        this.slowClients = slowClients;
        this.announcedStreams = announcedStreams;
        this.announcedHeaderBytes = announcedHeaderBytes;
    }

    /** A frame of Helidon's. */
    @Override
    public void write(BufferData buffer) {
        Frame frame = new Frame(buffer.readBytes());
        if (frame.type() == Frame.WINDOW_UPDATE && frame.stream() != 0) {
            // One for each frame of data that it has read, see Http2Sessions.
            streams.unread().read(frame.stream(), frame.number(Frame.HEADER_BYTES));
        }
        inTurn(() -> corrected(frame).ifPresent(this::send));
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    /** Tells the client that no stream after the given one is taken. */
    void goAway(int lastStream, Http2ErrorCode code) {
        inTurn(() -> send(Frame.of(Frame.GOAWAY, 0, lastStream, code.code())));
    }

    /** Gives back what the client has used of a window; stream 0 is the connection. */
    void credit(int stream, int bytes) {
        if (bytes > 0) {
            inTurn(() -> send(Frame.of(Frame.WINDOW_UPDATE, stream, bytes)));
        }
    }

    /** Ends a stream with an error. */
    void reset(int stream, Http2ErrorCode code) {
        inTurn(() -> {
            streams.resetHere(stream);
            send(Frame.of(Frame.RST_STREAM, stream, code.code()));
        });
    }

    /** The work on a stream has ended, and neither its answer nor a reset was written to its end. */
    void finish(int stream) {
        inTurn(() -> {
            int code = streams.isAnswered(stream) ? Frame.NO_ERROR : Http2ErrorCode.INTERNAL.code();
            streams.resetHere(stream);
            send(Frame.of(Frame.RST_STREAM, stream, code));
        });
    }

    /** What the client keeps of header blocks, before it is told that its settings are known. */
    void peerTable(long bytes) {
        inTurn(() -> headers.peerTable(bytes));
    }

    private void inTurn(Runnable writing) {
        slowClients.within(() -> {
            lock.lock();
            try {
                writing.run();
            } finally {
                lock.unlock();
            }
        });
    }

    private void send(Frame frame) {
        if (frame.type() == Frame.DATA) {
            streams.windows().sent(frame.stream(), frame.length());
        }
        // Before the client knows: it may open the next stream at once.
        if ((frame.type() == Frame.DATA || frame.type() == Frame.HEADERS) && frame.has(Frame.END_STREAM)) {
            streams.answered(frame.stream());
        }
        out.writeNow(BufferData.create(withinBounds(frame)));
    }

    /** A block that was written anew may be larger than Helidon's was. */
    private static byte[] withinBounds(Frame frame) {
        if (frame.type() != Frame.HEADERS || frame.length() <= Http2Bounds.MAX_FRAME_BYTES) {
            return frame.bytes();
        }
        byte[] block = Arrays.copyOfRange(frame.bytes(), Frame.HEADER_BYTES, frame.bytes().length);
        return Frame.headerSection(frame.stream(), block, frame.has(Frame.END_STREAM));
    }

    /** What is sent in the place of a frame of Helidon's, if anything. */
    private Optional<Frame> corrected(Frame frame) {
        return switch (frame.type()) {
            case Frame.SETTINGS -> Optional.of(settings(frame));
            case Frame.GOAWAY -> Optional.of(goAway(frame));
            case Frame.RST_STREAM -> reset(frame);
            case Frame.HEADERS -> headers(frame);
            case Frame.DATA -> Optional.of(frame).filter(data -> streams.isWritable(data.stream()));
            case Frame.WINDOW_UPDATE -> windowUpdate(frame);
            default -> Optional.of(frame);
        };
    }

    /**
     * Helidon remembers more streams than a client may have open, since it forgets them late, and is told to take larger frames than a client may send,
     * so that it gives windows back at once.
     */
    private Frame settings(Frame frame) {
        for (int at = Frame.HEADER_BYTES; at < frame.bytes().length; at += Frame.SETTING_BYTES) {
            switch (frame.number(at) >>> 16) {
                case Frame.SETTING_MAX_CONCURRENT_STREAMS -> frame.put(at + 2, announcedStreams);
                case Frame.SETTING_MAX_FRAME_SIZE -> frame.put(at + 2, Http2Bounds.MAX_FRAME_BYTES);
                case Frame.SETTING_MAX_HEADER_LIST_SIZE -> frame.put(at + 2, announcedHeaderBytes);
                default -> {
                    // As it is.
                }
            }
        }
        return frame;
    }

    /** Helidon says that no stream was processed, and a client may then send every request again. */
    private Frame goAway(Frame frame) {
        if (frame.number(Frame.HEADER_BYTES) == 0) {
            frame.put(Frame.HEADER_BYTES, streams.lastStream());
        }
        return frame;
    }

    /** After a whole answer a reset only asks to send no more (RFC 9113, section 8.1); Helidon calls it an error. */
    private Optional<Frame> reset(Frame frame) {
        int stream = frame.stream();
        if (!streams.isWritable(stream)) {
            return Optional.empty();
        }
        if (streams.isAnswered(stream)) {
            frame.put(Frame.HEADER_BYTES, Frame.NO_ERROR);
        } else if (frame.number(Frame.HEADER_BYTES) == Frame.STREAM_CLOSED) {
            frame.put(Frame.HEADER_BYTES, Frame.CANCEL);
        }
        streams.resetHere(stream);
        return Optional.of(frame);
    }

    /** After a reset of ours nothing may follow on a stream; after one of the client's it has to take what was on its way. */
    private Optional<Frame> headers(Frame frame) {
        if (!frame.has(Frame.END_HEADERS)) {
            throw new IllegalStateException("the headers of an answer are larger than a frame");
        }
        byte[] bytes = frame.bytes();
        if (streams.wasResetHere(frame.stream())) {
            headers.skip(bytes, Frame.HEADER_BYTES, bytes.length);
            return Optional.empty();
        }
        return Optional.of(headers.rewrite(bytes, Frame.HEADER_BYTES, bytes.length)
                .map(block -> Frame.withPayload(frame, block))
                .orElse(frame));
    }

    /** The window of the connection is given back by {@link UnreadData}; Helidon only announces it. */
    private Optional<Frame> windowUpdate(Frame frame) {
        if (frame.stream() != 0) {
            return Optional.of(frame).filter(update -> streams.isWritable(update.stream()));
        }
        boolean announcement = !windowAnnounced;
        windowAnnounced = true;
        return Optional.of(frame).filter(update -> announcement);
    }
}
