package dev.gatehouse.gateway.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.edge.SlowClients;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames to a client, whole and one after the other, each within the time that a client may take, and puts right what the server below
 * says of its streams. Thread-safe.
 */
final class Http2Writes implements DataWriter {
    private final DataWriter out;
    private final Http2Streams streams;
    private final SlowClients slowClients;
    private final int announcedStreams;
    private final ReentrantLock lock = new ReentrantLock();

    /** Streams whose answer has been written to its end and that the server below may still reset. */
    @GuardedBy("lock")
    private final Set<Integer> answered = new HashSet<>();

    Http2Writes(DataWriter out, Http2Streams streams, SlowClients slowClients, int announcedStreams) {
        this.out = out;
        this.streams = streams;
        this.slowClients = slowClients;
        this.announcedStreams = announcedStreams;
    }

    @Override
    public void write(BufferData buffer) {
        Frame frame = new Frame(buffer.readBytes());
        if (frame.type() == Frame.WINDOW_UPDATE && frame.stream() != 0) {
            // One for each frame of data that it has read, see Http2Sessions.
            streams.unread().read(frame.stream(), frame.number(Frame.HEADER_BYTES));
        }
        write(frame);
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
    void goAway(int lastStream) {
        write(Frame.of(Frame.GOAWAY, 0, lastStream, Frame.NO_ERROR));
    }

    /** Gives back what the client has used of a window; stream 0 is the connection. */
    void credit(int stream, int bytes) {
        if (bytes > 0) {
            write(Frame.of(Frame.WINDOW_UPDATE, stream, bytes));
        }
    }

    private void write(Frame frame) {
        slowClients.within(() -> {
            lock.lock();
            try {
                correct(frame);
                if (frame.type() == Frame.DATA) {
                    streams.windows().sent(frame.stream(), frame.length());
                }
                out.writeNow(BufferData.create(frame.bytes()));
            } finally {
                lock.unlock();
            }
        });
    }

    @GuardedBy("lock")
    private void correct(Frame frame) {
        switch (frame.type()) {
            case Frame.SETTINGS -> correctSettings(frame);
            case Frame.GOAWAY -> correctGoAway(frame);
            case Frame.RST_STREAM -> correctReset(frame);
            case Frame.DATA, Frame.HEADERS -> {
                if (frame.has(Frame.END_STREAM)) {
                    answered.removeIf(stream -> !streams.isRunning(stream));
                    answered.add(frame.stream());
                }
            }
            default -> {
                // As it is.
            }
        }
    }

    /**
     * The server below remembers more streams than a client may have open, since it forgets them late, and is told to take larger frames than
     * a client may send, for the sake of what it makes of windows then.
     */
    private void correctSettings(Frame frame) {
        if (frame.has(Frame.ACK)) {
            return;
        }
        for (int at = Frame.HEADER_BYTES; at < frame.bytes().length; at += Frame.SETTING_BYTES) {
            switch (frame.number(at) >>> 16) {
                case Frame.SETTING_MAX_CONCURRENT_STREAMS -> frame.put(at + 2, announcedStreams);
                case Frame.SETTING_MAX_FRAME_SIZE -> frame.put(at + 2, Http2Bounds.MAX_FRAME_BYTES);
                default -> {
                    // As it is.
                }
            }
        }
    }

    /** The server below says that no stream was processed, upon which a client may send every request again. */
    private void correctGoAway(Frame frame) {
        if (frame.number(Frame.HEADER_BYTES) == 0) {
            frame.put(Frame.HEADER_BYTES, streams.lastStream());
        }
    }

    /** After a whole answer a reset only asks to send no more (RFC 9113, section 8.1); the server below calls it an error. */
    @GuardedBy("lock")
    private void correctReset(Frame frame) {
        if (answered.remove(frame.stream())) {
            frame.put(Frame.HEADER_BYTES, Frame.NO_ERROR);
        } else if (frame.number(Frame.HEADER_BYTES) == Frame.STREAM_CLOSED) {
            frame.put(Frame.HEADER_BYTES, Frame.CANCEL);
        }
    }
}
