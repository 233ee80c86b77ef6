package dev.gatehouse.gateway.http2;

import io.helidon.http.http2.WindowSize;
import io.helidon.webserver.CloseConnectionException;
import java.util.HashMap;
import java.util.Map;

/** What may still be sent on one HTTP/2 connection and on each of its streams. Thread-safe: all state is guarded by the monitor of {@code this}. */
final class SendWindows {
    private final Map<Integer, StreamWindow> streams = new HashMap<>();
    private long bytes = WindowSize.DEFAULT_WIN_SIZE;
    private long initial = WindowSize.DEFAULT_WIN_SIZE;

    synchronized StreamWindow open(int stream) {
        StreamWindow window = new StreamWindow(this, initial);
        streams.put(stream, window);
        return window;
    }

    /** The stream sends no more: what it has reserved and not sent may be sent by others. */
    synchronized void close(int stream) {
        StreamWindow window = streams.remove(stream);
        if (window != null) {
            add(window.unsent());
        }
    }

    synchronized int reserve(StreamWindow window, int wanted) {
        if (wanted == 0) {
            return 0;
        }
        await(window);
        return reserveNow(window, wanted);
    }

    synchronized int reserveNow(StreamWindow window, int wanted) {
        int reserved = Math.clamp(Math.min(bytes, window.bytes()), 0, wanted);
        bytes -= reserved;
        window.reserved(reserved);
        return reserved;
    }

    private synchronized void await(StreamWindow window) {
        try {
            while (bytes <= 0 || window.bytes() <= 0) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the client does not take its answer", e);
        }
    }

    /** Data is written, whoever has reserved it. */
    synchronized void sent(int stream, int count) {
        StreamWindow window = streams.get(stream);
        if (window != null) {
            window.sent(count);
        }
    }

    /** The client takes more, on the whole connection if the stream is 0. Returns whether the window is no larger than it may be. */
    synchronized boolean credit(int stream, int count) {
        StreamWindow window = streams.get(stream);
        if (stream == 0) {
            add(count);
            return bytes <= Integer.MAX_VALUE;
        }
        if (window == null) {
            return true;
        }
        window.add(count);
        notifyAll();
        return window.bytes() <= Integer.MAX_VALUE;
    }

    /**
     * The client says what it takes on a stream to begin with; it holds for those that are open, too (RFC 9113, section 6.9.2). Returns whether no window is
     * larger than it may be.
     */
    synchronized boolean initial(long count) {
        long more = count - initial;
        initial = count;
        streams.values().forEach(window -> window.add(more));
        notifyAll();
        return streams.values().stream().allMatch(window -> window.bytes() <= Integer.MAX_VALUE);
    }

    private synchronized void add(long count) {
        bytes += count;
        notifyAll();
    }
}
