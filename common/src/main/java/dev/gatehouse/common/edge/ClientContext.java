package dev.gatehouse.common.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** What Helidon knows of a connection, with its input, output and threads in our hands. Immutable. */
public final class ClientContext implements ConnectionContext {
    private final ConnectionContext below;
    private final ClientConnection connection;
    private final DataReader dataReader;
    private final DataWriter dataWriter;
    private final ExecutorService executor;

    private ClientContext(
            ConnectionContext below,
            ClientConnection connection,
            DataReader dataReader,
            DataWriter dataWriter,
            ExecutorService executor) {
        this.below = below;
        this.connection = connection;
        this.dataReader = dataReader;
        this.dataWriter = dataWriter;
        this.executor = executor;
    }

    /** A connection whose client is read by way of something of ours. */
    static ClientContext of(ConnectionContext below, ClientConnection connection, Supplier<byte[]> input) {
        return new ClientContext(below, connection, DataReader.create(input), below.dataWriter(), below.executor());
    }

    /** The same connection with another way in and out. */
    public ClientContext by(DataReader reader, DataWriter writer, ExecutorService threads) {
        return new ClientContext(below, connection, reader, writer, threads);
    }

    /** Interrupts the thread that reads the connection, which ends the connection if the thread waits for the client. */
    public void interrupt() {
        connection.interrupt();
    }

    /** What is held for the connection. */
    public HeldBytes held() {
        return connection.held();
    }

    /** Reads on for a moment after the last word to the client, so that the client does not lose it to a reset. */
    public void linger() {
        connection.linger();
    }

    /**
     * From now on the client will send little at a time, and wait for long. For the thread that reads the connection.
     *
     * @param bytes that are kept to read it while it waits
     */
    public void expectShortReads(int bytes) {
        connection.expectShortReads(bytes);
    }

    /** From now on the client does not speak HTTP/1.1 any more. */
    void upgradedTo(ServerConnection upgraded) {
        connection.upgradedTo(upgraded);
    }

    @Override
    public ListenerContext listenerContext() {
        return below.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return executor;
    }

    @Override
    public DataWriter dataWriter() {
        return dataWriter;
    }

    @Override
    public DataReader dataReader() {
        return dataReader;
    }

    @Override
    public Router router() {
        return below.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return below.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return below.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return below.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return below.localPeer();
    }

    @Override
    public boolean isSecure() {
        return below.isSecure();
    }

    @Override
    public String socketId() {
        return below.socketId();
    }

    @Override
    public String childSocketId() {
        return below.childSocketId();
    }
}
