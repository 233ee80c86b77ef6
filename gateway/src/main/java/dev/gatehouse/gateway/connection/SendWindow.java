package dev.gatehouse.gateway.connection;

import java.util.Optional;

/**
 * What may still be sent on one HTTP/2 stream (RFC 9113, section 5.2). Bytes are reserved before they are handed to the server below: that
 * looks at the windows, writes, and counts only then, so that streams which write at a time would send more than the client takes, upon which the
 * client ends the connection. Thread-safe.
 */
public final class SendWindow {
    private static final ScopedValue<SendWindow> CURRENT = ScopedValue.newInstance();

    private final SendWindows connection;
    /** Guarded by the connection's windows, as is the next. */
    private long bytes;

    private long unsent;

    SendWindow(SendWindows connection, long bytes) {
        this.connection = connection;
        this.bytes = bytes;
    }

    /** Of the stream that the current thread works on; empty over HTTP/1.1, where there is none. */
    public static Optional<SendWindow> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Waits until something may be sent, under the bound of {@link SlowClients}. Returns how much, at most what is wanted. */
    public int reserve(int wanted) {
        return connection.reserve(this, wanted);
    }

    /** Works on the stream. */
    void work(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
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
