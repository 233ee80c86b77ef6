package dev.gatehouse.common.edge;

import dev.gatehouse.common.wire.HeadMemory;
import dev.gatehouse.common.wire.Http1Reader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client. Its protocol is told by what was agreed on in the TLS handshake, or by the client's first bytes; Helidon would wait for
 * these without any bound on time. Run by the connection's thread; the volatile fields are read by those who close it.
 */
final class ClientConnection implements ServerConnection, InterruptableTask<Void>, ConnectionBound.Live {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int MAX_LINGER_BYTES = 1 << 20;
    private static final int BUSY = -1;

    private final ConnectionContext below;
    private final ClientInput input;
    private final ClientConnections all;
    private final HeldBytes held;
    /** When it was opened, or the last request began. */
    private volatile long begun;

    private volatile @Nullable Thread thread;
    private volatile @Nullable ServerConnection http1;
    /** The connection's thread alone uses it. */
    private @Nullable Http1Reader http1Reader;

    /** What the client speaks instead of HTTP/1.1. */
    private volatile @Nullable ServerConnection upgraded;

    ClientConnection(ConnectionContext below, ClientConnections all) {
        this.below = below;
        this.input = new ClientInput(below.serverSocket());
        this.all = all;
        this.held = all.rules().held().open(below.remotePeer().address(), this::evict);
        this.begun = all.rules().nanoTime().getAsLong();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        try {
            all.begun(this);
            Optional<OtherProtocol> other = all.rules().other().filter(this::isSpoken);
            if (other.isPresent()) {
                ServerConnection connection = other.get().connection(ClientContext.of(below, this, input));
                upgradedTo(connection);
                connection.handle(limit);
            } else {
                handleHttp1(limit);
            }
        } finally {
            all.ended(this);
            held.close();
        }
    }

    private void handleHttp1(Limit limit) throws InterruptedException {
        Http1Reader reader = new Http1Reader(input, all.rules().http1(), this::requestBegins, new KeptHeads(held));
        http1Reader = reader;
        ServerConnection connection = all.http1(ClientContext.of(below, this, reader));
        http1 = connection;
        try {
            CurrentRequest.ofConnection(reader, held).during(() -> connection.handle(limit));
        } catch (CloseConnectionException e) {
            if (!reader.isBetweenRequests()) {
                linger();
            }
            throw e;
        }
    }

    private void requestBegins() {
        begun = all.rules().nanoTime().getAsLong();
        all.rules().slowClients().begin();
    }

    /** Counts heads that come in pieces. */
    private record KeptHeads(HeldBytes held) implements HeadMemory {
        @Override
        public void hold(int bytes) {
            if (!held.hold(bytes)) {
                throw new CloseConnectionException("too much is held for the client");
            }
        }

        @Override
        public void release(int bytes) {
            held.release(bytes);
        }
    }

    /** Reads on for a moment: a socket that is closed with bytes unread is reset, and the client may lose the answer over that. */
    void linger() {
        all.rules().slowClients().begin(LINGER);
        try {
            int count = 0;
            while (count < MAX_LINGER_BYTES) {
                count += input.get().length;
            }
        } catch (CloseConnectionException e) {
            LOG.debug("a client has closed, or has been given time enough: {}", e.getMessage());
        } finally {
            all.rules().slowClients().end();
        }
    }

    /** From now on the client does not speak HTTP/1.1 any more. */
    void upgradedTo(ServerConnection connection) {
        Http1Reader reader = http1Reader;
        if (reader != null) {
            reader.switchProtocol();
        }
        upgraded = connection;
        if (all.isDraining()) {
            connection.close(false);
        }
    }

    HeldBytes held() {
        return held;
    }

    void expectShortReads(int bytes) {
        input.expectShortReads(bytes);
    }

    void interrupt() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    /** Too much is held for it. */
    private void evict() {
        ServerConnection other = upgraded;
        Thread current = thread;
        if (other instanceof Evictable evictable) {
            evictable.evict();
        } else if (current != null) {
            all.rules().slowClients().giveUp(current);
        }
    }

    @Override
    public String address() {
        return PeerAddress.text(below.remotePeer().address());
    }

    @Override
    public long idleNanos() {
        ServerConnection other = upgraded;
        if (other != null) {
            long nanos = other.idleTime().toNanos();
            return nanos == 0 ? BUSY : nanos;
        }
        return canInterrupt() ? nanosSinceBegun() : BUSY;
    }

    @Override
    public void end() {
        ServerConnection other = upgraded;
        if (other != null) {
            other.close(false);
        } else if (canInterrupt()) {
            interrupt();
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
        return connection == null ? Duration.ofNanos(nanosSinceBegun()) : connection.idleTime();
    }

    private long nanosSinceBegun() {
        return all.rules().nanoTime().getAsLong() - begun;
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
        throw new UnsupportedOperationException("run by Helidon");
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("run by Helidon");
    }

    /** Agreed on in the TLS handshake, or told by the client's first bytes. */
    private boolean isSpoken(OtherProtocol protocol) {
        HelidonSocket socket = below.serverSocket();
        return socket.protocolNegotiated()
                ? socket.protocol().equals(protocol.applicationProtocol())
                : protocol.isSpoken(input);
    }
}
