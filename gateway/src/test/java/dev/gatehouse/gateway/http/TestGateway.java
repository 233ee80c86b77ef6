package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.http2.Http2Bounds;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.idempotency.IdempotencyConfig;
import dev.gatehouse.gateway.idempotency.MemoryAnswerStore;
import dev.gatehouse.gateway.limit.RateLimitConfig;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import dev.gatehouse.gateway.quota.ClientMemoryConfig;
import dev.gatehouse.gateway.route.RouteBounds;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteTableLoader;
import dev.gatehouse.gateway.security.RpcKeySetSource;
import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import dev.gatehouse.gateway.security.SigningKeys;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.gateway.security.TokenConfig;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.tls.TlsDoor;
import dev.gatehouse.gateway.ws.ConnectionListener;
import dev.gatehouse.gateway.ws.InProcessPushes;
import dev.gatehouse.gateway.ws.LiveConnection;
import dev.gatehouse.gateway.ws.SessionRegistry;
import dev.gatehouse.gateway.ws.WebSocketConfig;
import dev.gatehouse.gateway.ws.WebSocketTunables;
import dev.gatehouse.gateway.ws.WebSockets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A real HTTP server on a port of its own, with a fake in the place of the services behind the broker. */
public final class TestGateway implements AutoCloseable {
    public static final TestTokens ISSUER = new TestTokens("k1");
    private static final String JWKS = "core.auth.rpc.jwks.v1";
    private static final byte[] EMPTY_SUCCESS = bytes("{\"success\":true,\"data\":{}}");

    final HttpServer server;
    /** What holds from the next request on. */
    volatile Tunables tunables;

    /** What holds for sessions from the next one on. */
    public volatile WebSocketConfig webSocket = WebSocketConfig.DEFAULT;

    public final SessionRegistry sessions = new SessionRegistry();
    public final InProcessPushes pushes = new InProcessPushes();
    public final List<String> presence = new CopyOnWriteArrayList<>();
    /** The connections of {@link #presence}, in the same order. */
    public final List<LiveConnection> connections = new CopyOnWriteArrayList<>();

    public final WebSockets webSockets;

    public final List<RpcRequest> requests = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    /** Where every session stands. */
    public volatile Standing standing = Standing.TRUSTED;

    private volatile Function<RpcRequest, byte[]> service = request -> EMPTY_SUCCESS;

    /** By how much the time for which answers are kept has moved on. */
    final AtomicLong laterNanos = new AtomicLong();

    /** The clock of rate limits stands still. */
    private TestGateway(HttpConfig config, Tunables tunables, Optional<TlsDoor> tls) {
        RpcCaller rpc = this::call;
        TokenConfig tokens = new TokenConfig(
                TokenConfig.DEFAULT_ISSUER,
                TokenConfig.DEFAULT_AUDIENCE,
                Duration.ofSeconds(30),
                100,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1));
        SigningKeys keys = new SigningKeys(tokens, new RpcKeySetSource(rpc, Duration.ofSeconds(1)), System::nanoTime);
        TokenVerifier verifier = new TokenVerifier(tokens, keys, (session, until) -> standing, InstantSource.system());
        this.tunables = tunables;
        RateLimiter limiter = RateLimiter.inMemory(RateLimitConfig.DEFAULT, () -> 0);
        Idempotency idempotency = idempotency();
        webSockets = new WebSockets(
                () -> new WebSocketTunables(webSocket, this.tunables.edge().proxies(), this.tunables.routes()),
                new WebSockets.Means(verifier, tokens.clockSkew(), limiter, rpc, idempotency),
                sessions,
                pushes,
                listener(),
                Duration.ofSeconds(2));
        server = new HttpServer(
                config, new EdgeServices(() -> this.tunables, verifier, limiter, rpc, idempotency, webSockets), tls);
        server.start();
        webSockets.start();
    }

    private ConnectionListener listener() {
        return new ConnectionListener() {
            @Override
            public void opened(LiveConnection connection) {
                tell(connection, "opened " + connection.connectionId());
            }

            @Override
            public void closed(LiveConnection connection, int closeCode) {
                tell(connection, "closed " + connection.connectionId() + " " + closeCode);
            }
        };
    }

    /** The same place in both lists is the same connection, whichever threads tell. */
    private synchronized void tell(LiveConnection connection, String what) {
        connections.add(connection);
        presence.add(what);
    }

    public int port() {
        return server.port();
    }

    /** A gateway with the shipped routes and those of the given text; their schemas lie beside this class's resources. */
    public static TestGateway start(Path directory, String routes) throws IOException {
        return start(config(HttpConfig.DEFAULT_IDLE_TIMEOUT), EdgeConfig.DEFAULT, directory, routes);
    }

    static TestGateway start(HttpConfig config, EdgeConfig edge, Path directory, String routes) throws IOException {
        return start(config, edge, directory, routes, Optional.empty());
    }

    static TestGateway start(HttpConfig config, EdgeConfig edge, Path directory, String routes, Optional<TlsDoor> tls)
            throws IOException {
        return new TestGateway(config, load(config, edge, directory, routes), tls);
    }

    /** Takes up other routes, as a reload does. */
    void reload(Path directory, String routes) throws IOException {
        tunables = load(config(HttpConfig.DEFAULT_IDLE_TIMEOUT), tunables.edge(), directory, routes);
    }

    private static Tunables load(HttpConfig config, EdgeConfig edge, Path directory, String routes) throws IOException {
        Path routesDirectory = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routesDirectory.resolve("test.yaml"), routes);
        RouteLoading loading = new RouteTableLoader(
                        routesDirectory,
                        new RouteBounds(
                                Duration.ofSeconds(5),
                                ByteSize.ofKiB(64),
                                config.limits().maxBody()))
                .load();
        return switch (loading) {
            case RouteLoading.Loaded loaded ->
                new Tunables(
                        edge,
                        loaded.table(),
                        BuiltinPages.of(OpenApiConfig.DEFAULT, loaded.table(), directory, true),
                        AnswerRules.of(edge.answers()));
            case RouteLoading.Refused refused -> throw new IllegalArgumentException(refused.toString());
        };
    }

    static HttpConfig config(Duration idleTimeout) {
        return new HttpConfig(
                "127.0.0.1",
                0,
                HttpConfig.Limits.DEFAULT,
                Http2Bounds.DEFAULT,
                ClientMemoryConfig.DEFAULT,
                idleTimeout,
                Duration.ofSeconds(5));
    }

    /** What the services answer from now on, {@code jwks} excepted. */
    public void answer(String json) {
        answer(request -> bytes(json));
    }

    public void answer(Function<RpcRequest, byte[]> answers) {
        service = answers;
    }

    /** The body of the last request to a service. */
    String lastBody() {
        return new String(requests.getLast().body(), StandardCharsets.UTF_8);
    }

    public String token() {
        return ISSUER.token(Instant.now());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** From the next request on, what answers tell beside their content. */
    void answersTell(AnswerConfig answers) {
        EdgeConfig edge = tunables.edge();
        tunables = new Tunables(
                new EdgeConfig(edge.concurrentRequests(), edge.requestTimeout(), edge.proxies(), answers),
                tunables.routes(),
                tunables.pages(),
                AnswerRules.of(answers));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are, and returns everything that comes until the server ends the connection. */
    public String raw(String request) throws IOException {
        try (RawClient raw = new RawClient(server.port())) {
            raw.write(request);
            return raw.readToEnd();
        }
    }

    @Override
    public void close() {
        webSockets.close();
        server.close();
        client.close();
    }

    private Idempotency idempotency() {
        LongSupplier time = () -> System.nanoTime() + laterNanos.get();
        IdempotencyConfig bounds = IdempotencyConfig.DEFAULT;
        return new Idempotency(
                new MemoryAnswerStore(bounds, time), bounds.maxAnswer().toInt(), time);
    }

    private byte[] call(RpcRequest request) {
        if (request.routingKey().equals(JWKS)) {
            return ISSUER.keySetReply();
        }
        requests.add(request);
        return service.apply(request);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
