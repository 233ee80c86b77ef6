package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.common.wire.BodyRefusedException;
import dev.gatehouse.common.wire.RequestHead;
import dev.gatehouse.common.wire.Violation;
import dev.gatehouse.gateway.call.AccessLog;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every request that can be read comes in and gets its one answer: the request's context, the bound on concurrent requests, and
 * the translation of whatever goes wrong into an error. Thread-safe.
 */
final class HttpEdge implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Supplier<Tunables> tunables;
    private final RouteDispatcher dispatcher;
    private final SlowClients slowClients;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    HttpEdge(Supplier<Tunables> tunables, RouteDispatcher dispatcher, SlowClients slowClients) {
        this.tunables = tunables;
        this.dispatcher = dispatcher;
        this.slowClients = slowClients;
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
        RequestHead head = CurrentRequest.get().head();
        HttpExchange exchange = new HttpExchange(request, response, head, context.requestId(), held, timings);
        Optional<ServiceException> violation = head.violation().map(HttpEdge::failure);
        context.run(() -> serve(exchange, violation));
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
            // What the server below still waits for is under the same bound; the stream's thread lifts it at its end.
            endStream(readToTheEnd);
            return;
        }
        slowClients.end();
        if (closing || !readToTheEnd) {
            throw new CloseConnectionException("closed after the answer");
        }
    }

    private static void log(HttpExchange exchange, Answer answer) {
        if (exchange.isReadable()) {
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
            // The server below would read on, to the end of the body.
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the rest of the body is not wanted");
        }
    }

    private Answer answer(HttpExchange exchange) {
        try {
            // What a path allows is told at once, however much is under way: browsers ask for it before they send the
            // request.
            return exchange.isOptions() ? dispatcher.answer(exchange) : permitted(exchange);
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

    private Answer permitted(HttpExchange exchange) {
        try {
            if (underWay.incrementAndGet() > exchange.tunables().edge().concurrentRequests()) {
                throw ServiceException.overloaded(ErrorCode.OVERLOADED.message(), RETRY_AFTER);
            }
            return dispatcher.answer(exchange);
        } finally {
            underWay.decrementAndGet();
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
