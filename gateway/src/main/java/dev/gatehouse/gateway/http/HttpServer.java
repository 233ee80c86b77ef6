package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.ClientConnections;
import dev.gatehouse.common.edge.ConnectionRules;
import dev.gatehouse.common.edge.ConnectionSweeper;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.http2.Http2Sessions;
import dev.gatehouse.gateway.quota.ClientQuota;
import dev.gatehouse.gateway.tls.TlsDoor;
import dev.gatehouse.gateway.ws.WebSockets;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the gateway. {@link #start} and {@link #close} are called by one thread at a time. */
public final class HttpServer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    /** What an idle connection takes of the heap: 15.4 kB were measured. */
    private static final int CONNECTION_BYTES = 16 * 1024;
    /** The same over TLS: 29.9 kB. */
    private static final int TLS_CONNECTION_BYTES = 32 * 1024;

    private static final Duration MAX_IDLE_PERIOD = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final Optional<TlsDoor> tls;
    private final SlowClients slowClients;
    private final ClientQuota quota;
    private final ClientConnections connections;
    private final HttpEdge edge;
    private final WebServer server;
    private final ConnectionSweeper sweeper;

    /** @param tls started; empty for clear HTTP */
    public HttpServer(HttpConfig config, EdgeServices services, Optional<TlsDoor> tls) {
        this.config = config;
        this.tls = tls;
        this.slowClients =
                new SlowClients(() -> services.tunables().get().edge().requestTimeout(), System::nanoTime);
        this.quota = new ClientQuota(
                config.clientMemory(),
                address -> services.tunables().get().edge().proxies().isTrusted(address));
        this.connections = connections(services.webSockets());
        this.sweeper = new ConnectionSweeper("gateway-slow-clients", connections);
        this.edge = new HttpEdge(
                services.tunables(),
                new RouteDispatcher(
                        new Authenticator(new VerifiedTokens(services.tokens())),
                        new RouteLimits(services.limiter()),
                        new ServiceCalls(services.rpc(), new OnceCalls(services.idempotency())),
                        slowClients::received,
                        services.webSockets()),
                slowClients,
                quota);
        this.server = build(services.tunables());
    }

    @Override
    public void start() {
        if (server.isRunning()) {
            return;
        }
        server.start();
        // The server logs that it cannot listen, and returns as if all were well.
        if (!server.isRunning()) {
            throw StartException.cannotListen("server.port", config.host(), config.port());
        }
        sweeper.start();
    }

    /** The port that the server listens on. */
    public int port() {
        return server.port();
    }

    /** Accepts no more, and waits for the requests under way within the grace period. */
    @Override
    public void close() {
        edge.drain();
        connections.drain();
        CloseDeadline.interruptAfter(config.shutdownGrace(), "requests", server::stop);
        sweeper.close();
    }

    private ClientConnections connections(WebSockets webSockets) {
        Optional<Http2Sessions> http2 = config.http2().enabled()
                ? Optional.of(new Http2Sessions(config.http2(), config.limits().http2(), slowClients, System::nanoTime))
                : Optional.empty();
        List<Http1Upgrader> upgraders = new ArrayList<>(List.of(webSockets.upgrader()));
        http2.flatMap(Http2Sessions::upgrader).ifPresent(upgraders::add);
        return new ClientConnections(
                new ConnectionRules(
                        connectionsThatFit(),
                        config.limits().http1(),
                        Optional.of(new BodilessAnswers()),
                        http2.map(sessions -> sessions),
                        quota,
                        slowClients,
                        System::nanoTime),
                upgraders);
    }

    /** Idle connections may take half of the heap, and no more: else whoever opens enough of them ends the gateway. */
    private int connectionsThatFit() {
        long each = tls.isPresent() ? TLS_CONNECTION_BYTES : CONNECTION_BYTES;
        int fit = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / each);
        int wanted = config.limits().connections();
        if (fit < wanted) {
            LOG.warn(
                    "server.max-connections is {}, and the heap has room for {}: there will be no more than that, unless the heap is made larger (-Xmx)",
                    wanted,
                    fit);
        }
        return Math.min(fit, wanted);
    }

    private WebServer build(Supplier<Tunables> tunables) {
        Duration idle = config.idleTimeout();
        return WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .shutdownGracePeriod(config.shutdownGrace())
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .build())
                .tls(tls.map(door -> door.tls(connections::handshakeBegins))
                        .orElseGet(() -> Tls.builder().enabled(false).build()))
                .maxTcpConnections(connections.acceptedConnections())
                .useNio(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .idleConnectionTimeout(idle)
                .idleConnectionPeriod(idle.compareTo(MAX_IDLE_PERIOD) < 0 ? idle : MAX_IDLE_PERIOD)
                .directHandlers(EdgeErrors.handlers(tunables))
                // What went wrong reaches the handlers as a text, and that only if it is to be sent.
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .routing(HttpRouting.builder().addFilter(edge))
                .build();
    }
}
