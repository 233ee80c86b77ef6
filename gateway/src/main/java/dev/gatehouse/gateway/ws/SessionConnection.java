package dev.gatehouse.gateway.ws;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection after the upgrade. Its thread reads: it takes messages in, hands them to the session, and waits for the next. Whichever way it
 * ends, the session is told.
 */
final class SessionConnection implements ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConnection.class);

    private final ConnectionContext context;
    private final WebSocketConfig config;
    private final Line line;
    private final Session session;
    private final SessionWriter writer;
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
        this.context = context;
        this.config = config;
        this.token = token;
        WebSocketConfig.Bounds bounds = config.bounds();
        Outbox outbox =
                new Outbox(bounds.outbox().frames(), bounds.outbox().bytes().toInt());
        this.line = new Line(outbox, clock, config.times().close());
        this.session = new Session(services, config, clock, line, address, this::abort);
        this.writer = new SessionWriter(outbox, context.dataWriter(), this::abort);
        this.messages = new MessageReader(
                context,
                context.dataReader(),
                bounds.message().toInt(),
                new FramePace(bounds.frames().limit(), bounds.frames().burst(), clock.nanos()));
    }

    @Override
    public void handle(Limit limit) {
        thread = Thread.currentThread();
        writer.start();
        session.begin(token);
        try {
            read();
        } catch (DataReader.InsufficientDataAvailableException e) {
            LOG.debug("a client has left without a word");
        } catch (ProtocolBreachException e) {
            line.close(e.closing());
            discardRest();
        } catch (RuntimeException e) {
            LOG.debug("a connection has ended: {}", e.toString());
        } finally {
            session.ended();
            awaitWriter();
        }
    }

    /** To its close frame, or until there is nothing more. */
    private void read() throws ProtocolBreachException {
        while (true) {
            Incoming incoming = messages.next();
            session.heard();
            switch (incoming) {
                case Incoming.Close(int code) -> {
                    line.close(Closing.byClient(code));
                    return;
                }
                case Incoming.Ping(byte[] payload) -> line.send(OutFrame.pong(payload));
                case Incoming.Pong _ -> {
                    // Being heard was all that it was for.
                }
                case Incoming.Text(byte[] utf8) -> {
                    if (!line.isClosing()) {
                        session.received(utf8);
                    }
                }
            }
        }
    }

    /** A socket that is closed with bytes unread may lose its client the close frame. The timer ends it. */
    private void discardRest() {
        try {
            while (true) {
                var _ = context.dataReader().readBuffer();
            }
        } catch (RuntimeException e) {
            LOG.debug("a client that broke the protocol has gone: {}", e.toString());
        }
    }

    private void awaitWriter() {
        try {
            if (writer.awaitEnd(config.times().close())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.abort();
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
