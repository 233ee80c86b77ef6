package dev.gatehouse.common.edge;

import dev.gatehouse.common.wire.Http1Limits;
import dev.gatehouse.common.wire.Http1Reader;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
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

/** The live connections of clients, over HTTP/1.1 and whatever else they speak. Thread-safe. */
public final class ClientConnections implements ServerConnectionSelector {
    private static final String HTTP_1_1 = "http/1.1";
    private static final int NO_BOUND = 1 << 24;

    private final Optional<OtherProtocol> other;
    private final Http1ConnectionSelector http1;
    private final Http1Limits limits;
    private final SlowClients slowClients;
    private final LongSupplier nanoTime;
    private final Set<ClientConnection> live = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * None yet.
     *
     * @param limits of requests over HTTP/1.1
     * @param answers hears of each answer over HTTP/1.1 before it is written
     * @param other what clients may speak beside HTTP/1.1
     * @param upgraders take requests over that ask for another protocol
     */
    public ClientConnections(
            Http1Limits limits,
            Optional<Http1ConnectionListener> answers,
            Optional<OtherProtocol> other,
            List<Http1Upgrader> upgraders,
            SlowClients slowClients,
            LongSupplier nanoTime) {
        Http1ConnectionSelectorConfig.Builder selector =
                Http1ConnectionSelector.builder().config(config(answers));
        upgraders.forEach(upgrader -> selector.addUpgrader(new WatchedUpgrade(upgrader, slowClients)));
        this.http1 = selector.build();
        this.limits = limits;
        this.other = other;
        this.slowClients = slowClients;
        this.nanoTime = nanoTime;
    }

    /**
     * Heads are checked and bounded before Helidon gets them, and paths by those who match them: Helidon parses what is well-formed, and its own bounds are
     * not reached.
     */
    private static Http1Config config(Optional<Http1ConnectionListener> answers) {
        Http1Config.Builder config = Http1Config.builder()
                .maxPrologueLength(NO_BOUND)
                .maxHeadersSize(NO_BOUND)
                .validatePath(false)
                .validatePrologue(false)
                .validateRequestHeaders(false)
                .log(HttpLogConfig.builder().sendLog(false).receiveLog(false).build());
        answers.ifPresent(config::addSendListener);
        return config.build();
    }

    /** Takes no more requests over other protocols than HTTP/1.1: each such connection ends once it is idle. Returns at once. */
    public void drain() {
        draining = true;
        live.forEach(ClientConnection::drain);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    /** There is no other selector, so Helidon does not ask. */
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    /** What a client may agree on in the TLS handshake. */
    @Override
    public Set<String> supportedApplicationProtocols() {
        return other.map(protocol -> Set.of(protocol.applicationProtocol(), HTTP_1_1))
                .orElse(Set.of(HTTP_1_1));
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new ClientConnection(context, this, nanoTime);
    }

    SlowClients slowClients() {
        return slowClients;
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

    /** Reads the requests of a client that speaks HTTP/1.1. */
    Http1Reader reader(ClientInput input) {
        return new Http1Reader(input, limits, slowClients::begin);
    }

    ServerConnection http1(ClientContext context) {
        return http1.connection(context);
    }

    /** What clients may speak beside HTTP/1.1. */
    Optional<OtherProtocol> other() {
        return other;
    }
}
