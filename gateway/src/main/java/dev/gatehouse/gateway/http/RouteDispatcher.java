package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.call.Failures;
import dev.gatehouse.gateway.call.RequestAssembly;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteMatch;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.Target;
import dev.gatehouse.gateway.ws.WebSockets;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The one handler of all routes: match, authenticate, count, read, check, call, answer. Thread-safe. */
final class RouteDispatcher {
    /** The target that stands for the server as a whole. */
    private static final String SERVER = "*";

    /** What some route may have. */
    private static final Set<String> METHODS_OF_SERVER =
            new TreeSet<>(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", RouteTable.OPTIONS));

    private static final Set<String> METHODS_OF_CONNECT = new TreeSet<>(Set.of("GET", RouteTable.OPTIONS));
    /** For the access log. */
    private static final String CONNECT = "connect";

    private final Authenticator authenticator;
    private final RouteLimits limits;
    private final ServiceCalls services;
    private final Runnable received;
    private final WebSockets webSockets;
    private final Permits permits = new Permits();

    /** @param received is told when the current thread has read a request to its end */
    RouteDispatcher(
            Authenticator authenticator,
            RouteLimits limits,
            ServiceCalls services,
            Runnable received,
            WebSockets webSockets) {
        this.authenticator = authenticator;
        this.limits = limits;
        this.services = services;
        this.received = received;
        this.webSockets = webSockets;
    }

    /** The answer to a request. Throws {@link ServiceException} for every failure but a service's own. */
    Answer answer(HttpExchange exchange) {
        if (exchange.method().equals("CONNECT")) {
            throw ServiceException.of(ErrorCode.NOT_IMPLEMENTED, "The gateway is no tunnel.");
        }
        if (exchange.isOptions() && exchange.rawPath().equals(SERVER)) {
            return otherMethods(exchange, METHODS_OF_SERVER);
        }
        if (exchange.rawPath().equals(WebSockets.PATH) && webSockets.isEnabled()) {
            return notConnected(exchange);
        }
        Optional<Page> page = exchange.tunables().pages().at(exchange.rawPath());
        return page.isPresent() ? answer(exchange, page.get()) : routed(exchange);
    }

    /** Where there is a session this is never reached. */
    private Answer notConnected(HttpExchange exchange) {
        exchange.routed(CONNECT);
        if (!exchange.method().equals("GET")) {
            return otherMethods(exchange, METHODS_OF_CONNECT);
        }
        if (exchange.hasBody()) {
            throw ServiceException.invalid("", "http", "a request for an upgrade must have no body");
        }
        WebSockets.Refusal refusal = webSockets.refusal(exchange.headers(), exchange.rawQuery());
        return failed(exchange, refusal.failure(), refusal.headers());
    }

    private static Answer answer(HttpExchange exchange, Page page) {
        exchange.routed(page.name());
        return page.serves(exchange.method())
                ? page.answer(exchange.headers(HeaderNames.IF_NONE_MATCH))
                : otherMethods(exchange, Page.METHODS);
    }

    private Answer routed(HttpExchange exchange) {
        return switch (exchange.tunables().routes().match(exchange.method(), exchange.rawPath())) {
            case RouteMatch.Found found -> answer(exchange, found);
            case RouteMatch.OtherMethods(Set<String> allowed) -> otherMethods(exchange, allowed);
            case RouteMatch.Nothing _ -> throw ServiceException.of(ErrorCode.NOT_FOUND);
            case RouteMatch.BadPath _ ->
                throw ServiceException.invalid("", "encoding", "the path is not valid (RFC 3986)");
        };
    }

    private Answer answer(HttpExchange exchange, RouteMatch.Found match) {
        Route route = match.route();
        exchange.routed(route.name());
        Authenticator.Identity identity = limits.admit(
                exchange,
                route,
                () -> authenticator.admit(route.access(), exchange.headers(HeaderNames.AUTHORIZATION)));
        byte[] body = exchange.body(route.request().maxBodyBytes());
        received.run();
        return permits.during(
                exchange.tunables().edge().concurrentRequests(), () -> answer(exchange, match, identity, body));
    }

    private Answer answer(HttpExchange exchange, RouteMatch.Found match, Authenticator.Identity identity, byte[] body) {
        Route route = match.route();
        byte[] request = RequestAssembly.assemble(match, exchange.rawQuery(), body, identity.token());
        return switch (route.target()) {
            case Target.Rpc(String routingKey, Duration timeout) ->
                services.answer(
                        exchange,
                        route,
                        new RpcRequest(routingKey, request, timeout, identity.caller(), exchange.clientIp()));
            case Target.FixedData(byte[] json) -> FixedAnswers.data(json, route);
            case Target.FixedError fixed ->
                ErrorAnswers.of(Failures.of(fixed, exchange.requestId()), exchange.isTokenSent());
        };
    }

    private static Answer otherMethods(HttpExchange exchange, Set<String> allowed) {
        Header allow = HeaderValues.create(HeaderNames.ALLOW, String.join(", ", allowed));
        if (exchange.isOptions()) {
            List<Header> headers = new ArrayList<>(exchange.preflight(allowed));
            headers.add(allow);
            return Answer.noContent(headers);
        }
        return failed(exchange, ServiceException.of(ErrorCode.METHOD_NOT_ALLOWED), List.of(allow));
    }

    private static Answer failed(HttpExchange exchange, ServiceException failure, List<Header> more) {
        Answer answer = ErrorAnswers.of(failure, exchange.requestId(), exchange.isTokenSent());
        List<Header> headers = new ArrayList<>(answer.headers());
        headers.addAll(more);
        return new Answer(answer.status(), answer.body(), answer.start(), answer.end(), headers);
    }
}
