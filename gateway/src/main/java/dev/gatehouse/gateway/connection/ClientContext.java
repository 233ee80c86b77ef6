package dev.gatehouse.gateway.connection;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * What the server below knows of a connection, with some of it in other hands.
 *
 * @param below the server's own
 * @param connection whose context it is
 */
record ClientContext(
        ConnectionContext below,
        ClientConnection connection,
        DataReader dataReader,
        DataWriter dataWriter,
        ExecutorService executor)
        implements ConnectionContext {
    /** All of it in the server's own hands. */
    static ClientContext of(ConnectionContext below, ClientConnection connection) {
        return new ClientContext(below, connection, below.dataReader(), below.dataWriter(), below.executor());
    }

    @Override
    public ListenerContext listenerContext() {
        return below.listenerContext();
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
