package dev.gatehouse.gateway.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.http2.Http2Util;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client, of which its first bytes, or what was agreed upon in the TLS handshake, tell the protocol. The server below would
 * look at them, too, but without any bound on the time that they may take. Run by the connection's thread; the volatile fields are read by
 * those who close it.
 */
final class ClientConnection implements ServerConnection, InterruptableTask<Void> {
    private final ClientContext context;
    private final ClientConnections all;
    private final LongSupplier nanoTime;
    private final long opened;
    private volatile @Nullable Thread thread;
    private volatile @Nullable ServerConnection http1;
    /** What the client speaks instead of HTTP/1.1. */
    private volatile @Nullable ServerConnection upgraded;

    ClientConnection(ConnectionContext below, ClientConnections all, LongSupplier nanoTime) {
        this.context = ClientContext.of(below, this);
        this.all = all;
        this.nanoTime = nanoTime;
        this.opened = nanoTime.getAsLong();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        all.begun(this);
        try {
            Optional<Http2Session> session =
                    all.http2().filter(sessions -> speaksHttp2()).map(sessions -> sessions.create(context));
            if (session.isPresent()) {
                upgradedTo(session.get());
                session.get().handle(limit);
            } else {
                ServerConnection connection = all.http1(context);
                http1 = connection;
                connection.handle(limit);
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left before its first request", e);
        } finally {
            all.ended(this);
        }
    }

    /** From now on the client does not speak HTTP/1.1 any more. */
    void upgradedTo(ServerConnection connection) {
        upgraded = connection;
        if (all.isDraining()) {
            connection.close(false);
        }
    }

    void interrupt() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    @Override
    public boolean canInterrupt() {
        if (upgraded != null) {
            // It ends by itself, after it has told its client.
            return false;
        }
        ServerConnection connection = http1;
        return connection == null || (connection instanceof InterruptableTask<?> task && task.canInterrupt());
    }

    @Override
    public Duration idleTime() {
        ServerConnection other = upgraded;
        ServerConnection connection = other == null ? http1 : other;
        return connection == null ? Duration.ofNanos(nanoTime.getAsLong() - opened) : connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        ServerConnection other = upgraded;
        ServerConnection connection = other == null ? http1 : other;
        if (connection == null) {
            interrupt();
        } else {
            connection.close(interrupt);
        }
    }

    /** Takes no more requests. Over HTTP/1.1 the answers tell. */
    void drain() {
        ServerConnection connection = upgraded;
        if (connection != null) {
            connection.close(false);
        }
    }

    @Override
    public Void call() {
        throw new UnsupportedOperationException("run by the server below");
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("run by the server below");
    }

    private boolean speaksHttp2() {
        return context.serverSocket().protocolNegotiated()
                ? context.serverSocket().protocol().equals(ClientConnections.H2)
                : beginsWithPreface(context.dataReader());
    }

    /** Reads no further than the first byte that tells. */
    private static boolean beginsWithPreface(DataReader reader) {
        reader.ensureAvailable();
        int known = Math.min(reader.available(), Http2Util.PREFACE_LENGTH);
        while (isPrefix(reader.getBuffer(known), known)) {
            if (known == Http2Util.PREFACE_LENGTH) {
                return true;
            }
            var _ = reader.getBuffer(known + 1);
            known = Math.min(reader.available(), Http2Util.PREFACE_LENGTH);
        }
        return false;
    }

    private static boolean isPrefix(BufferData buffer, int length) {
        BufferData preface = Http2Util.prefaceData();
        for (int i = 0; i < length; i++) {
            if (buffer.read() != preface.read()) {
                return false;
            }
        }
        return true;
    }
}
