package dev.gatehouse.gateway.ws;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a client's socket after the upgrade: every message, every answer to a ping, and the close frame. It ends after
 * the last frame of its outbox, or when the socket does not take any more.
 */
final class SessionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    private final Outbox outbox;
    private final DataWriter socket;
    private final Thread thread;

    /** @param broken told when the socket takes nothing any more */
    SessionWriter(Outbox outbox, DataWriter socket, Runnable broken) {
        this.outbox = outbox;
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("ws-writer").unstarted(() -> run(broken));
    }

    void start() {
        thread.start();
    }

    /** Waits until the last frame is written, but not for longer than that. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    /** Ends it at once; a socket that it is writing to is closed by that. */
    void abort() {
        outbox.abandon();
        thread.interrupt();
    }

    private void run(Runnable broken) {
        try {
            for (List<OutFrame> batch = outbox.take(); !batch.isEmpty(); batch = outbox.take()) {
                socket.writeNow(BufferData.create(joined(batch)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
