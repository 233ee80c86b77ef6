package dev.gatehouse.gateway.ws;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a client's socket after the upgrade, and nobody else does: every message, every answer to a ping, and the close frame. A thread is
 * there only while frames wait, one at a time, because most of the time most clients are sent nothing, and a thread that waits has a stack; it is
 * the thread of a command that is alone, or one of its own. The outbox's lock hands the socket from one to the next.
 */
final class SessionWriter implements Outbox.Writer {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    private final Outbox outbox;
    private final DataWriter socket;
    private final Runnable broken;
    /** The one that is there. */
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    /** @param broken told when the socket takes nothing any more */
    SessionWriter(Outbox outbox, DataWriter socket, Runnable broken) {
        this.outbox = outbox;
        this.socket = socket;
        this.broken = broken;
    }

    void start() {
        outbox.writeBy(this);
    }

    /** Waits until the last frame is written, but not for longer than that. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return outbox.awaitEnd(limit);
    }

    /** Ends it at once; a socket that it is writing to is closed by that. */
    void abort() {
        outbox.abandon();
        Thread writing = thread.get();
        if (writing != null) {
            writing.interrupt();
        }
    }

    @Override
    public void call() {
        Thread.ofVirtual().name("ws-writer").start(this::write);
    }

    @Override
    public void write() {
        thread.set(Thread.currentThread());
        for (List<OutFrame> batch = outbox.take(); !batch.isEmpty(); batch = outbox.take()) {
            write(batch);
        }
        // The next one may be there already.
        thread.compareAndSet(Thread.currentThread(), null);
    }

    private void write(List<OutFrame> batch) {
        try {
            socket.writeNow(BufferData.create(joined(batch)));
        } catch (RuntimeException e) {
            // Whatever it is, the client cannot be reached any more.
            LOG.debug("a client does not take any more: {}", e.toString());
            outbox.abandon();
            broken.run();
        }
    }

    private static byte[] joined(List<OutFrame> batch) {
        int length = 0;
        for (OutFrame frame : batch) {
            length += frame.length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (OutFrame frame : batch) {
            System.arraycopy(frame.head(), 0, all, at, frame.head().length);
            at += frame.head().length;
            System.arraycopy(frame.rest(), 0, all, at, frame.rest().length);
            at += frame.rest().length;
        }
        return all;
    }
}
