package dev.gatehouse.gateway.http;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.connection.ClientConnections;
import dev.gatehouse.gateway.connection.SlowClients;
import dev.gatehouse.gateway.tls.TlsDoor;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The HTTP server of the gateway. {@link #start} and {@link #close} are called by one thread at a time. */
public final class HttpServer implements Component {
    private static final Duration SWEEP_PERIOD = Duration.ofMillis(500);
    private static final Duration MAX_IDLE_PERIOD = Duration.ofSeconds(5);

    private final HttpConfig config;
    private final Optional<TlsDoor> tls;
    private final SlowClients slowClients;
    private final ClientConnections connections;
    private final HttpEdge edge;
    private final WebServer server;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-slow-clients").factory());

    /** @param tls started; empty for clear HTTP */
    public HttpServer(HttpConfig config, EdgeServices services, Optional<TlsDoor> tls) {
        this.config = config;
        this.tls = tls;
        this.slowClients =
                new SlowClients(() -> services.tunables().get().edge().requestTimeout(), System::nanoTime);
        this.connections = new ClientConnections(
                http1(), config.http2(), services.webSockets().upgraders(), slowClients, System::nanoTime);
        this.edge = new HttpEdge(
                services.tunables(),
                new RouteDispatcher(
                        new Authenticator(new VerifiedTokens(services.tokens())),
                        new RouteLimits(services.limiter()),
                        new ServiceCalls(services.rpc(), new OnceCalls(services.idempotency())),
                        slowClients::received,
                        services.webSockets()),
                slowClients,
                new Framing(config.limits().headers().toInt()));
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
        var _ = sweeper.scheduleWithFixedDelay(
                slowClients::sweep, SWEEP_PERIOD.toMillis(), SWEEP_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
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
        server.stop();
        sweeper.shutdownNow();
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
                // What is somewhat too large is refused by its route, and read to its end: here the connection ends at
                // once, and a
                // client that is still sending may lose the answer over it.
                .maxPayloadSize(config.limits().maxBody().bytes() + RequestBody.MAX_DISCARDED_BYTES)
                .tls(tls.map(door -> door.tls(slowClients::begin))
                        .orElseGet(() -> Tls.builder().enabled(false).build()))
                .maxTcpConnections(config.limits().connections())
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

    /** The path is checked where it is matched: checking it here too would parse it twice. */
    private Http1Config http1() {
        return Http1Config.builder()
                .maxPrologueLength(config.limits().requestLine().toInt())
                .maxHeadersSize(config.limits().headers().toInt())
                .validatePath(false)
                .addReceiveListener(slowClients)
                .addSendListener(new BodilessAnswers())
                .log(HttpLogConfig.builder().sendLog(false).build())
                .build();
    }
}
