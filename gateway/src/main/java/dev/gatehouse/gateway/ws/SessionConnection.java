package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.edge.ClientContext;
import dev.gatehouse.common.edge.Evictable;
import dev.gatehouse.common.edge.HeldBytes;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection after the upgrade. Its thread reads: it passes messages to the session until one side closes, and then reads on to the client's close
 * frame, so that the connection ends as soon as both sides have closed (RFC 6455, section 7.1.1).
 */
final class SessionConnection implements ServerConnection, Evictable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConnection.class);
    /** How many bytes that a client sends after the gateway's close frame are read and discarded. */
    static final long MAX_DISCARDED_BYTES = 32 << 20;

    private final Line line;
    private final Session session;
    private final SessionWriter writer;
    private final FrameReader frames;
    private final MessageReader messages;
    private final Optional<String> token;
    private volatile @Nullable Thread thread;

    SessionConnection(
            SessionServices services,
            WebSocketConfig config,
            SessionClock clock,
            ConnectionContext context,
            Optional<InetAddress> address,
            Optional<String> token) {
        this.token = token;
        WebSocketConfig.Bounds bounds = config.bounds();
        HeldBytes held = context instanceof ClientContext client ? client.held() : HeldBytes.UNCOUNTED;
        Outbox outbox =
                new Outbox(bounds.outbox().frames(), bounds.outbox().bytes().toInt(), held);
        this.line = new Line(outbox, clock, config.times().close(), this::lineClosed);
        this.session = new Session(services, config, clock, line, address, this::abort);
        this.writer = new SessionWriter(outbox, context.dataWriter(), this::abort);
        this.frames = new FrameReader(context.dataReader());
        this.messages = new MessageReader(
                frames,
                bounds.message().toInt(),
                new FramePace(bounds.frames().limit(), bounds.frames().burst(), clock.nanos()),
                held);
    }

    /** Registers the session until {@link #handle} or {@link #abandon} returns; returns false if there are too many, or the gateway is draining. */
    boolean admit(int most) {
        return session.admit(most);
    }

    /** Releases a connection that was admitted, but will not be handled. */
    void abandon() {
        line.close(Closing.LOST);
        session.disconnected();
    }

    @Override
    public void handle(Limit limit) {
        thread = Thread.currentThread();
        try {
            writer.start();
            session.begin(token);
            converse();
            awaitClose();
        } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
            LOG.debug("a client has left without a close frame: {}", e.toString());
        } finally {
            line.close(Closing.LOST);
            awaitWriter();
            session.disconnected();
        }
    }

    /** Handles the client's frames until one side closes. */
    private void converse() {
        try {
            while (!line.isClosing()) {
                Incoming incoming = messages.next();
                session.heard();
                switch (incoming) {
                    case Incoming.Close(int code) -> line.close(Closing.byClient(code));
                    case Incoming.Ping(byte[] payload) -> line.send(OutFrame.pong(payload));
                    case Incoming.Pong _ -> {
                        // It has shown that the client is there.
                    }
                    case Incoming.Text(byte[] utf8) -> session.received(utf8);
                }
            }
        } catch (ProtocolBreachException e) {
            line.close(e.closing());
        }
    }

    /** Reads on to the client's close frame, if it was not the last frame. Closing with bytes unread would reset the connection, and could cost the client our close frame. */
    private void awaitClose() {
        if (!frames.skipToClose(MAX_DISCARDED_BYTES)) {
            LOG.debug("a client has sent {} bytes after the close frame; its connection is cut", MAX_DISCARDED_BYTES);
        }
    }

    /** Waits until the close frame is written, for as long as the client has to answer it. */
    private void awaitWriter() {
        try {
            if (writer.awaitEnd(line.timeLeft())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.abort();
    }

    /** Closing takes locks of the session. */
    @Override
    public void evict() {
        Thread.ofVirtual().name("ws-evict").start(() -> line.close(Closing.SLOW));
    }

    private void lineClosed() {
        session.ended();
    }

    private void abort() {
        Thread reader = thread;
        if (reader != null) {
            reader.interrupt();
        }
    }

    /** It has its own heartbeat. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        line.close(Closing.draining(0));
        if (interrupt) {
            abort();
        }
    }
}
