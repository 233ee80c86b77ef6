package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.common.wire.BodyRefusedException;
import dev.gatehouse.common.wire.Violation;
import dev.gatehouse.gateway.call.AccessLog;
import dev.gatehouse.gateway.proxy.ClientAddress;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import dev.gatehouse.gateway.quota.ClientQuota;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every request that can be read comes in and gets its one answer: the request's context, the bound on concurrent requests, and
 * the translation of whatever goes wrong into an error. Thread-safe.
 */
final class HttpEdge implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

    private final Supplier<Tunables> tunables;
    private final RouteDispatcher dispatcher;
    private final SlowClients slowClients;
    private final ClientQuota quota;
    private volatile boolean draining;

    HttpEdge(Supplier<Tunables> tunables, RouteDispatcher dispatcher, SlowClients slowClients, ClientQuota quota) {
        this.tunables = tunables;
        this.dispatcher = dispatcher;
        this.slowClients = slowClients;
        this.quota = quota;
    }

    /** From now on each answer over HTTP/1.1 ends its connection. */
    void drain() {
        draining = true;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begun = System.nanoTime();
        RequestContext context = RequestContext.accept(
                request.headers().first(AnswerHeaders.REQUEST_ID),
                request.headers().first(AnswerHeaders.TRACEPARENT));
        Tunables held = tunables.get();
        ServerTimings timings = new ServerTimings(begun, held.answers().serverTiming());
        CurrentRequest wire = CurrentRequest.get();
        try (RequestHold hold = hold(request, wire, held)) {
            HttpExchange exchange = new HttpExchange(request, response, wire, hold, context.requestId(), held, timings);
            context.run(() -> serve(exchange, violation(exchange, hold)));
        }
    }

    /** For a client that comes by a trusted proxy, what is held counts for itself, and not for all that come by the proxy. */
    private RequestHold hold(RoutingRequest request, CurrentRequest wire, Tunables tunables) {
        ProxyConfig proxies = tunables.edge().proxies();
        if (proxies.trusted().isEmpty()
                || !(request.remotePeer().address() instanceof InetSocketAddress peer)
                || !proxies.isTrusted(peer.getAddress())) {
            return RequestHold.ofConnection(wire.held());
        }
        Thread thread = Thread.currentThread();
        return RequestHold.ofForwarded(quota.open(
                ClientAddress.of(peer, proxies, name -> request.headers().all(name, List::of)),
                () -> slowClients.giveUp(thread)));
    }

    /** Why a request is refused before anybody looks at what it asks for. */
    private static Optional<ServiceException> violation(HttpExchange exchange, RequestHold hold) {
        Optional<ServiceException> violation = exchange.violation().map(HttpEdge::failure);
        if (violation.isPresent() || hold.isAdmitted()) {
            return violation;
        }
        if (exchange.isHttp2()) {
            // The client may send it again.
            throw new CloseConnectionException(
                    "too much waits for the client",
                    new Http2Exception(Http2ErrorCode.REFUSED_STREAM, "too much waits for the client"));
        }
        return Optional.of(RequestHold.overloaded());
    }

    private static ServiceException failure(Violation violation) {
        return switch (violation.kind()) {
            case MALFORMED -> ServiceException.invalid("", "http", violation.reason());
            case TOO_LARGE -> ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE, violation.reason());
        };
    }

    private void serve(HttpExchange exchange, Optional<ServiceException> violation) {
        Answer answer = exchange.compressed(
                violation.map(failure -> badlyFramed(exchange, failure)).orElseGet(() -> answer(exchange)));
        if (draining) {
            exchange.closeAfterAnswer();
        }
        boolean closing = exchange.isClosing();
        slowClients.begin();
        send(exchange, answer);
        log(exchange, answer);
        // A connection is not closed with bytes unread, where that can be helped: the client might lose the answer over
        // it.
        boolean readToTheEnd = exchange.discardBody();
        if (exchange.isHttp2()) {
            // What Helidon still waits for is under the same bound; the stream's thread lifts it at its end.
            endStream(readToTheEnd);
            return;
        }
        slowClients.end();
        if (closing || !readToTheEnd) {
            throw new CloseConnectionException("closed after the answer");
        }
    }

    private static void log(HttpExchange exchange, Answer answer) {
        if (exchange.violation().isEmpty()) {
            AccessLog.request(
                    exchange.method(),
                    exchange.route(),
                    answer.status(),
                    exchange.timings().took());
        } else {
            AccessLog.unreadable(answer.status());
        }
    }

    /** Over HTTP/2 this exception ends the stream alone. */
    private static void endStream(boolean readToTheEnd) {
        if (!readToTheEnd) {
            // Helidon would read on, to the end of the body.
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the rest of the body is not wanted");
        }
    }

    private Answer answer(HttpExchange exchange) {
        try {
            return dispatcher.answer(exchange);
        } catch (ServiceException e) {
            return error(exchange, e);
        } catch (BodyRefusedException e) {
            exchange.abandonBody();
            return error(exchange, failure(e.violation()));
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: request {} failed", exchange.route(), exchange.requestId(), e);
            return error(exchange, ServiceException.of(ErrorCode.INTERNAL_ERROR));
        }
    }

    private static Answer badlyFramed(HttpExchange exchange, ServiceException failure) {
        exchange.abandonBody();
        return error(exchange, failure);
    }

    private static Answer error(HttpExchange exchange, ServiceException failure) {
        return ErrorAnswers.of(failure, exchange.requestId(), exchange.isTokenSent());
    }

    private static void send(HttpExchange exchange, Answer answer) {
        try {
            exchange.send(answer);
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("the client has gone", e);
        } catch (IllegalStateException e) {
            if (!exchange.isHttp2()) {
                throw e;
            }
            // It was reset, or it took too long and another stream was just being written.
            throw new CloseConnectionException("the stream cannot be written to", e);
        }
    }
}
