package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.ClientContext;
import dev.gatehouse.common.edge.Evictable;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.wire.HttpVersion;
import dev.gatehouse.common.wire.RequestHead;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection: the server's own, between frames that are watched on their way in and put right on their way out. Its thread reads
 * frames; each stream has a thread of its own. Thread-safe.
 */
final class Http2Session implements ServerConnection, Evictable {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);

    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final ClientContext context;
    private final SlowClients slowClients;
    private final Http2Streams streams;
    private final Http2Frames frames;
    private final Http2Writes writes;
    private final ServerConnection server;

    /** @param server makes the server's own connection */
    Http2Session(
            ClientContext context,
            Http2Bounds bounds,
            Http2Limits limits,
            SlowClients slowClients,
            LongSupplier nanoTime,
            Function<ClientContext, ServerConnection> server) {
        this.context = context;
        this.slowClients = slowClients;
        UnreadData unread = new UnreadData(bounds.streams(), context.held(), this::credit);
        this.streams = new Http2Streams(
                context.executor(), slowClients, new SendWindows(), unread, context.held(), bounds, nanoTime);
        this.writes =
                new Http2Writes(context.dataWriter(), streams, slowClients, bounds.streams(), limits.headerBytes());
        streams.whenUnfinished(this::finish);
        this.frames = new Http2Frames(
                context.dataReader(),
                writes,
                streams,
                new RequestStreams(streams, limits),
                context.held(),
                slowClients,
                bounds,
                nanoTime);
        this.server = server.apply(context.by(DataReader.create(frames), writes, streams));
    }

    private void finish(int stream) {
        try {
            writes.finish(stream);
        } catch (RuntimeException e) {
            LOG.debug("a client is not told that stream {} has ended: {}", stream, e.toString());
        }
    }

    /** On a thread of its own, because writing may wait for the client, and a stream that ends has waited enough. */
    private void credit(int bytes) {
        Thread.ofVirtual().name("http2-credit").start(() -> {
            try {
                writes.credit(0, bytes);
            } catch (RuntimeException e) {
                LOG.debug("a client does not get back what it has used of its window: {}", e.toString());
            }
        });
    }

    /** The first request came over HTTP/1.1, and the client's first settings with it. */
    void upgraded(Frame settings, RequestHead request) {
        frames.peerSettings(settings);
        RequestHead head = new RequestHead(request.method(), HttpVersion.HTTP_2, request.violation());
        streams.open(1, head, OptionalLong.empty(), true);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        slowClients.end();
        try {
            server.handle(limit);
            context.linger();
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            // Helidon has told the client what it can; a client can bring this about whenever it likes.
            LOG.debug("an HTTP/2 connection ends: {}", e.toString());
            throw new CloseConnectionException("the connection cannot go on", e);
        } finally {
            slowClients.end();
            streams.resetAll();
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ofNanos(streams.idleNanos());
    }

    /** Takes no more requests, and ends the connection as soon as those under way are answered. */
    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            context.interrupt();
            return;
        }
        // Writing may wait for the client, and whoever closes has many to close.
        Thread.ofVirtual().name("http2-goaway").start(this::goAway);
    }

    @Override
    public void evict() {
        Thread.ofVirtual().name("http2-evict").start(() -> {
            try {
                slowClients.begin(LAST_WORD);
                writes.goAway(streams.lastStream(), Http2ErrorCode.ENHANCE_YOUR_CALM);
            } catch (RuntimeException e) {
                LOG.debug("a client is not told that its connection ends: {}", e.toString());
            } finally {
                slowClients.end();
                context.interrupt();
            }
        });
    }

    private void goAway() {
        try {
            writes.goAway(streams.drain(context::interrupt), Http2ErrorCode.NO_ERROR);
        } catch (RuntimeException e) {
            LOG.debug("a client is not told that its connection ends: {}", e.toString());
        } finally {
            if (streams.isIdle()) {
                context.interrupt();
            }
        }
    }
}
