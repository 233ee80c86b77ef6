package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.edge.ClientContext;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.gateway.proxy.ClientAddress;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsUpgrader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes from HTTP/1.1 to WebSocket. A client that is not let in goes on over HTTP, where the handshake is looked at once more and its failure is
 * the answer. Thread-safe.
 */
final class SessionUpgrade extends WsUpgrader {
    private static final Logger LOG = LoggerFactory.getLogger(SessionUpgrade.class);
    /** Most frames of clients fit in it. */
    private static final int READ_BUFFER_BYTES = 1024;

    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-ID");

    private final SessionServices services;
    private final Handshake handshake;
    private final SessionClock clock;

    SessionUpgrade(SessionServices services, Handshake handshake, SessionClock clock) {
        super(WsConfig.create());
        this.services = services;
        this.handshake = handshake;
        this.clock = clock;
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        WebSocketConfig config = services.tunables().get().config();
        if (!config.door().enabled()
                || !prologue.method().equals(Method.GET)
                || !prologue.uriPath().rawPath().equals(Handshake.PATH)) {
            return null;
        }
        try {
            Handshake.Accepted accepted =
                    handshake.accept(headers, prologue.query().rawValue());
            SessionConnection connection = new SessionConnection(
                    services, config, clock, context, address(context, headers), accepted.token());
            if (!connection.admit(config.door().connections())) {
                LOG.debug("an upgrade is refused: the gateway is draining, or has too many connections");
                return null;
            }
            open(context, answer(context, headers, accepted), connection);
            return connection;
        } catch (ServiceException e) {
            LOG.debug("an upgrade is refused: {}", e.code().code());
            return null;
        }
    }

    private static void open(ConnectionContext context, String answer, SessionConnection connection) {
        try {
            context.dataWriter().writeNow(BufferData.create(answer.getBytes(StandardCharsets.US_ASCII)));
            if (context instanceof ClientContext client) {
                client.expectShortReads(READ_BUFFER_BYTES);
            }
        } catch (RuntimeException e) {
            connection.abandon();
            // Anything else would be an error to HTTP, which would answer it and log it.
            throw new CloseConnectionException("the client left before the answer to its upgrade", e);
        }
    }

    private String answer(ConnectionContext context, WritableHeaders<?> headers, Handshake.Accepted accepted) {
        String requestId = RequestContext.accept(headers.first(REQUEST_ID), Optional.empty())
                .requestId();
        return SWITCHING_PROTOCOL_PREFIX
                + hash(context, headers.get(Handshake.KEY).get())
                + "\r\n"
                + (accepted.protocol() ? Handshake.PROTOCOLS.defaultCase() + ": " + Handshake.PROTOCOL + "\r\n" : "")
                + REQUEST_ID.defaultCase() + ": " + requestId
                + SWITCHING_PROTOCOLS_SUFFIX;
    }

    private Optional<InetAddress> address(ConnectionContext context, WritableHeaders<?> headers) {
        return ClientAddress.of(
                context.remotePeer().address(),
                services.tunables().get().proxies(),
                name -> headers.all(name, List::of));
    }
}
