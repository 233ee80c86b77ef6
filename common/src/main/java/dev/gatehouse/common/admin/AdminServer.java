package dev.gatehouse.common.admin;

import dev.gatehouse.common.address.ListenAddress;
import dev.gatehouse.common.edge.ClientConnections;
import dev.gatehouse.common.edge.ConnectionRules;
import dev.gatehouse.common.edge.ConnectionSweeper;
import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.wire.Http1Limits;
import dev.gatehouse.common.wire.HttpVersion;
import dev.gatehouse.common.wire.RequestHead;
import dev.gatehouse.common.wire.Violation;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin socket: {@code /health/live}, {@code /health/ready}, {@code /health/started} and the views that the process adds, for probes
 * and operators. Started and closed by one thread; requests are served by virtual threads of the web server.
 */
public final class AdminServer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int MAX_CONNECTIONS = 128;
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);
    /** From the first byte of a request to its end. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** No request has a body, or many headers. */
    private static final Http1Limits LIMITS = new Http1Limits(2_048, 8_192, 100, 0);

    private final AdminConfig config;
    private final Map<String, Supplier<HealthReport>> reports;
    private final AdminViews views;
    private final SlowClients slowClients = new SlowClients(() -> REQUEST_TIMEOUT, System::nanoTime);
    private final ClientConnections connections;
    private final WebServer server;
    private final ConnectionSweeper sweeper;

    /** Throws {@link StartException} if the host cannot be listened on. */
    public AdminServer(AdminConfig config, AdminViews views) {
        StartException.unusableHost("admin.host", config.host()).ifPresent(unusable -> {
            throw unusable;
        });
        Health health = views.health();
        this.config = config;
        this.views = views;
        this.reports = Map.of(
                "/health/live", health::live, "/health/ready", health::ready, "/health/started", health::started);
        this.connections = new ClientConnections(
                new ConnectionRules(
                        MAX_CONNECTIONS,
                        LIMITS,
                        Optional.empty(),
                        Optional.empty(),
                        HeldBytes.Accounts.NONE,
                        slowClients,
                        System::nanoTime),
                List.of());
        this.sweeper = new ConnectionSweeper("admin-slow-clients", connections);
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .shutdownGracePeriod(CLOSE_GRACE)
                .protocolsDiscoverServices(false)
                .maxTcpConnections(connections.acceptedConnections())
                .idleConnectionTimeout(IDLE_LIMIT)
                .useNio(false)
                .addConnectionSelector(connections)
                .directHandlers(directHandlers())
                .routing(routing -> routing.any(this::answer).error(Throwable.class, AdminServer::fail))
                .build();
    }

    /** Throws {@link StartException} where the port is not free. */
    @Override
    public void start() {
        if (server.isRunning()) {
            return;
        }
        server.start();
        if (!server.isRunning()) {
            throw StartException.cannotListen("admin.port", config.host(), config.port());
        }
        sweeper.start();
        LOG.info("the admin socket is on {}", new ListenAddress(config.host(), server.port()));
    }

    /** The port that it listens on, once started. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        sweeper.close();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        slowClients.received();
        RequestHead head = CurrentRequest.get().head();
        boolean last =
                head.version() == HttpVersion.HTTP_1_0 || head.violation().isPresent();
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        slowClients.begin();
        head.violation()
                .ifPresentOrElse(
                        violation -> send(response, code(violation)),
                        () -> answer(head.method(), request.path().path(), response));
        slowClients.end();
        if (last) {
            throw new CloseConnectionException("closed after the answer");
        }
    }

    private static ErrorCode code(Violation violation) {
        return switch (violation.kind()) {
            case MALFORMED -> ErrorCode.VALIDATION_FAILED;
            case TOO_LARGE -> ErrorCode.PAYLOAD_TOO_LARGE;
        };
    }

    private void answer(String method, String path, ServerResponse response) {
        Supplier<HealthReport> report = reports.get(path);
        if (report == null && !views.has(path)) {
            send(response, ErrorCode.NOT_FOUND);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            response.header(HeaderNames.ALLOW, "GET, HEAD");
            send(response, ErrorCode.METHOD_NOT_ALLOWED);
        } else if (report == null) {
            send(response, Status.OK_200, views.view(path));
        } else {
            HealthReport found = report.get();
            send(response, found.isUp() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, found);
        }
    }

    private static void fail(ServerRequest request, ServerResponse response, Throwable failure) {
        send(response, ErrorCode.INTERNAL_ERROR);
    }

    private static void send(ServerResponse response, ErrorCode code) {
        send(response, Status.create(code.status()), body(code));
    }

    private static void send(ServerResponse response, Status status, Object body) {
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .header(HeaderValues.CACHE_NO_CACHE)
                .send(Json.mapper().writeValueAsBytes(body));
    }

    private static ErrorBody body(ErrorCode code) {
        return ErrorBody.of(ServiceException.of(code), Optional.empty());
    }

    /** Requests that the web server refuses before they reach a route get the envelope, too. */
    private static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        DirectHandler handler = (request, type, status, headers, message) -> {
            ErrorCode code = status.code() >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.VALIDATION_FAILED;
            headers.set(HeaderValues.CONTENT_TYPE_JSON);
            return DirectHandler.TransportResponse.builder()
                    .status(status)
                    .headers(headers)
                    .entity(Json.mapper().writeValueAsBytes(body(code)))
                    .keepAlive(false)
                    .build();
        };
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }
}
