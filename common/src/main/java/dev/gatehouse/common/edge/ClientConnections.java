package dev.gatehouse.common.edge;

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
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The live connections of clients, over HTTP/1.1 and whatever else they speak. Thread-safe. */
public final class ClientConnections implements ServerConnectionSelector {
    private static final String HTTP_1_1 = "http/1.1";
    private static final int NO_BOUND = 1 << 24;
    /** Connections that Helidon may accept beyond those that there may be, while others are ended for them. */
    private static final int HEADROOM = 64;

    private final ConnectionRules rules;
    private final Http1ConnectionSelector http1;
    private final ConnectionBound bound;
    private final Map<Thread, Handshake> handshakes = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** @param upgraders take requests over that ask for another protocol */
    public ClientConnections(ConnectionRules rules, List<Http1Upgrader> upgraders) {
        this.rules = rules;
        this.bound = new ConnectionBound(rules.connections());
        Http1ConnectionSelectorConfig.Builder selector =
                Http1ConnectionSelector.builder().config(config(rules.answers()));
        upgraders.forEach(upgrader -> selector.addUpgrader(new WatchedUpgrade(upgrader, rules.slowClients())));
        this.http1 = selector.build();
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

    /** How many connections Helidon has to accept, so that it is decided here which of them there may be. */
    public int acceptedConnections() {
        return rules.connections() + rules.connections() / 8 + HEADROOM;
    }

    /** A client's TLS handshake begins on the current thread. */
    public void handshakeBegins(SocketAddress peer) {
        Handshake handshake = new Handshake(Thread.currentThread(), peer, rules.nanoTime());
        rules.slowClients().begin();
        handshakes.put(Thread.currentThread(), handshake);
        bound.add(handshake);
    }

    /** Ends waits for clients that take too long. To be called every now and then. */
    public void sweep() {
        rules.slowClients().sweep();
        handshakes.forEach((thread, handshake) -> {
            if (!thread.isAlive()) {
                handshakeEnded(thread);
            }
        });
    }

    private void handshakeEnded(Thread thread) {
        Handshake handshake = handshakes.remove(thread);
        if (handshake != null) {
            bound.remove(handshake);
        }
    }

    /** Takes no more requests over other protocols than HTTP/1.1: each such connection ends once it is idle. Returns at once. */
    public void drain() {
        draining = true;
        for (ConnectionBound.Live live : bound.all()) {
            if (live instanceof ClientConnection connection) {
                connection.drain();
            }
        }
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
        return rules.other()
                .map(protocol -> Set.of(protocol.applicationProtocol(), HTTP_1_1))
                .orElse(Set.of(HTTP_1_1));
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new ClientConnection(context, this);
    }

    ConnectionRules rules() {
        return rules;
    }

    boolean isDraining() {
        return draining;
    }

    void begun(ClientConnection connection) {
        handshakeEnded(Thread.currentThread());
        rules.slowClients().end();
        bound.add(connection);
    }

    void ended(ClientConnection connection) {
        bound.remove(connection);
        rules.slowClients().end();
    }

    ServerConnection http1(ClientContext context) {
        return http1.connection(context);
    }
}
