package dev.gatehouse.gateway.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.Http1ConnectionSelectorConfig;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The live connections of clients, over HTTP/1.1, HTTP/2, and what else requests are upgraded to. Thread-safe. */
public final class ClientConnections implements ServerConnectionSelector {
    static final String H2 = "h2";
    private static final String HTTP_1_1 = "http/1.1";

    private final Optional<Http2Sessions> http2;
    private final Http1ConnectionSelector http1;
    private final SlowClients slowClients;
    private final LongSupplier nanoTime;
    private final Set<ClientConnection> live = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * None yet.
     *
     * @param upgraders take requests over that ask for another protocol than HTTP
     */
    public ClientConnections(
            Http1Config http1,
            Http2Bounds http2,
            List<Http1Upgrader> upgraders,
            SlowClients slowClients,
            LongSupplier nanoTime) {
        this.http2 = http2.enabled()
                ? Optional.of(new Http2Sessions(http2, http1.maxHeadersSize(), slowClients, nanoTime))
                : Optional.empty();
        Http1ConnectionSelectorConfig.Builder selector =
                Http1ConnectionSelector.builder().config(http1);
        this.http2.ifPresent(sessions -> selector.addUpgrader(new H2cUpgrade(sessions)));
        upgraders.forEach(upgrader -> selector.addUpgrader(new WatchedUpgrade(upgrader, slowClients)));
        this.http1 = selector.build();
        this.slowClients = slowClients;
        this.nanoTime = nanoTime;
    }

    /** Takes no more requests over HTTP/2: each connection ends once it is idle. Returns at once. */
    public void drain() {
        draining = true;
        live.forEach(ClientConnection::drain);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    /** There is no other selector, so the server does not ask. */
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    /** What a client may agree upon in the TLS handshake. */
    @Override
    public Set<String> supportedApplicationProtocols() {
        return http2.isPresent() ? Set.of(H2, HTTP_1_1) : Set.of(HTTP_1_1);
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new ClientConnection(context, this, nanoTime);
    }

    boolean isDraining() {
        return draining;
    }

    void begun(ClientConnection connection) {
        live.add(connection);
    }

    void ended(ClientConnection connection) {
        live.remove(connection);
        slowClients.end();
    }

    ServerConnection http1(ClientContext context) {
        return http1.connection(context);
    }

    /** The makers of HTTP/2 connections, where HTTP/2 is spoken. */
    Optional<Http2Sessions> http2() {
        return http2;
    }
}
