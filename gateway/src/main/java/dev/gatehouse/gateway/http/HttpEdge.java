package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
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

    /** From now on each answer ends its connection. */
    void drain() {
        draining = true;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begun = System.nanoTime();
        RequestContext context = RequestContext.accept(
                request.headers().first(AnswerHeaders.REQUEST_ID),
                request.headers().first(AnswerHeaders.TRACEPARENT));
        HttpExchange exchange = new HttpExchange(request, response, context.requestId(), tunables.get());
        context.run(() -> serve(exchange, Framing.isUnambiguous(request.headers()), begun));
    }

    private void serve(HttpExchange exchange, boolean unambiguous, long begun) {
        Answer answer = unambiguous ? answer(exchange) : ambiguous(exchange);
        if (draining) {
            exchange.closeAfterAnswer();
        }
        boolean closing = exchange.isClosing();
        slowClients.begin();
        send(exchange, answer);
        AccessLog.request(
                exchange.method(), exchange.route(), answer.status(), Duration.ofNanos(System.nanoTime() - begun));
        // A connection is not closed with bytes unread, where that can be helped: the client might lose the answer over
        // it.
        boolean readToTheEnd = exchange.discardBody();
        slowClients.end();
        if (closing || !readToTheEnd) {
            throw new CloseConnectionException("closed after the answer");
        }
    }

    private Answer answer(HttpExchange exchange) {
        int bound = exchange.tunables().edge().concurrentRequests();
        try {
            if (underWay.incrementAndGet() > bound) {
                return error(exchange, ServiceException.overloaded(ErrorCode.OVERLOADED.message(), RETRY_AFTER));
            }
            return dispatcher.answer(exchange);
        } catch (ServiceException e) {
            return error(exchange, e);
        } catch (RequestException e) {
            // The body broke HTTP's own rules while it was being read.
            exchange.abandonBody();
            return error(exchange, EdgeErrors.failure(e.status(), e));
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left in the middle of the body", e);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: request {} failed", exchange.route(), exchange.requestId(), e);
            return error(exchange, ServiceException.of(ErrorCode.INTERNAL_ERROR));
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static Answer ambiguous(HttpExchange exchange) {
        exchange.abandonBody();
        return error(exchange, ServiceException.invalid("", "http", "the length of the body is not clear"));
    }

    private static Answer error(HttpExchange exchange, ServiceException failure) {
        return ErrorAnswers.of(failure, exchange.requestId(), exchange.isTokenSent());
    }

    private static void send(HttpExchange exchange, Answer answer) {
        try {
            exchange.send(answer);
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("the client has gone", e);
        }
    }
}
