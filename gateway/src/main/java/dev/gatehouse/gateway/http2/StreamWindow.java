package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.SendWindow;

/**
 * What may still be sent on one HTTP/2 stream (RFC 9113, section 5.2). Helidon looks at the windows, writes, and counts only then, so that two
 * streams that write at once can send more than the client takes, and the client ends the connection. So bytes are reserved here before Helidon gets
 * them. Thread-safe.
 */
final class StreamWindow implements SendWindow {
    private final SendWindows connection;
    /** Guarded by the connection's windows, as is the next. */
    private long bytes;

    private long unsent;

    StreamWindow(SendWindows connection, long bytes) {
        this.connection = connection;
        this.bytes = bytes;
    }

    @Override
    public int reserveNow(int wanted) {
        return connection.reserveNow(this, wanted);
    }

    @Override
    public int reserve(int wanted) {
        return connection.reserve(this, wanted);
    }

    long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes += more;
    }

    void reserved(int count) {
        bytes -= count;
        unsent += count;
    }

    /** Something that was reserved is written. */
    void sent(int count) {
        unsent -= Math.min(count, unsent);
    }

    /** What was reserved and never written. */
    long unsent() {
        return unsent;
    }
}
