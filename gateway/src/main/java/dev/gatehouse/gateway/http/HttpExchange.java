package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.wire.HttpVersion;
import dev.gatehouse.common.wire.RequestHead;
import dev.gatehouse.common.wire.Violation;
import dev.gatehouse.gateway.proxy.ClientAddress;
import dev.gatehouse.gateway.route.RouteTable;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request with the one answer to it. Confined to the connection's thread, over HTTP/2 to the stream's. */
final class HttpExchange {
    private static final String NO_ROUTE = "-";
    private static final int MAX_REMEMBERED_CHARACTERS = 1_024;

    private final ServerRequest request;
    private final RoutingResponse response;
    private final RequestBody body;
    private final String requestId;
    private final Tunables tunables;
    private final CurrentRequest wire;
    private final RequestHold hold;
    private final RequestHead head;
    private final ServerTimings timings;
    private final List<Header> added = new ArrayList<>();
    private String route = NO_ROUTE;
    private boolean closing;
    private boolean abandoned;

    HttpExchange(
            ServerRequest request,
            RoutingResponse response,
            CurrentRequest wire,
            RequestHold hold,
            String requestId,
            Tunables tunables,
            ServerTimings timings) {
        this.request = request;
        this.response = response;
        this.body = new RequestBody(request, wire, hold);
        this.hold = hold;
        this.requestId = requestId;
        this.tunables = tunables;
        this.timings = timings;
        this.wire = wire;
        this.head = wire.head();
        this.closing = head.version() == HttpVersion.HTTP_1_0 || (!isHttp2() && asksToClose(request.headers()));
    }

    private static boolean asksToClose(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONNECTION)
                && headers.all(HeaderNames.CONNECTION, List::of).stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }

    /** What holds for this request, whatever is reloaded meanwhile. */
    Tunables tunables() {
        return tunables;
    }

    /** Why the request is refused before anybody looks at what it asks for. */
    Optional<Violation> violation() {
        return head.violation();
    }

    boolean isHttp2() {
        return head.version() == HttpVersion.HTTP_2;
    }

    ServerTimings timings() {
        return timings;
    }

    String requestId() {
        return requestId;
    }

    /** As it was sent. */
    String method() {
        return head.method();
    }

    boolean isOptions() {
        return method().equals(RouteTable.OPTIONS);
    }

    /** The path as it came; {@code *} for the server as a whole (RFC 9112, section 3.2.4). */
    String rawPath() {
        return request.prologue().uriPath().rawPath();
    }

    String rawQuery() {
        return request.prologue().query().rawValue();
    }

    Headers headers() {
        return request.headers();
    }

    List<String> headers(HeaderName name) {
        return request.headers().all(name, List::of);
    }

    Optional<String> clientIp() {
        return clientAddress().map(InetAddress::getHostAddress);
    }

    /** The client's address: who has connected, or for whom the trusted proxies say that they forward. */
    Optional<InetAddress> clientAddress() {
        return ClientAddress.of(request.remotePeer().address(), tunables.edge().proxies(), this::headers);
    }

    /** The headers that answer a preflight, where the request is one and its origin is allowed. */
    List<Header> preflight(Set<String> methods) {
        return tunables.answers().preflight(request.headers(), methods);
    }

    boolean isTokenSent() {
        return request.headers().contains(HeaderNames.AUTHORIZATION);
    }

    boolean hasBody() {
        return body.isThere();
    }

    /** The body; none is zero bytes. Throws where it is too long or not JSON by its type. */
    byte[] body(int maxBytes) {
        return body.read(maxBytes);
    }

    /** The name of the route that the request has led to, for the access log. */
    String route() {
        return route;
    }

    void routed(String name) {
        this.route = name;
    }

    /** Headers that the answer gets, whatever it will be. */
    void addHeaders(List<Header> headers) {
        added.addAll(headers);
    }

    /** Ends the connection after the answer. */
    void closeAfterAnswer() {
        closing = true;
    }

    /** Gives up on a body of which there is no telling where it ends; so the connection ends with the answer. */
    void abandonBody() {
        abandoned = true;
        closing = true;
    }

    /** Whether the connection ends after the answer: somebody wants it, or the client still waits to be asked for its body. */
    boolean isClosing() {
        return closing || (request.headers().contains(HeaderNames.EXPECT) && body.isUnread());
    }

    /** Reads and throws away what is left of the body, within a bound. Returns whether all of it has been read. */
    boolean discardBody() {
        return !abandoned && (!body.isUnread() || body.discard());
    }

    /** The answer in the coding that the client takes. */
    Answer compressed(Answer answer) {
        return Compression.applied(
                answer,
                headers(HeaderNames.ACCEPT_ENCODING),
                tunables.edge().answers().compression());
    }

    /** Writes the answer; to {@code HEAD} without its body. */
    void send(Answer answer) {
        response.status(Status.create(answer.status()));
        response.header(AnswerHeaders.JSON);
        // Another one each time: nothing to be remembered for the next answer.
        response.header(HeaderValues.create(AnswerHeaders.REQUEST_ID, true, false, requestId));
        for (Header header : tunables.answers().headers(request.headers())) {
            set(header);
        }
        for (Header header : answer.headers()) {
            set(header.headerName().equals(HeaderNames.VARY) ? varyingMore(header) : header);
        }
        added.forEach(this::set);
        timings.header().ifPresent(this::set);
        if (isClosing() && !isHttp2()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (!answer.hasContent()) {
            response.headers().remove(HeaderNames.CONTENT_TYPE);
            response.send();
        } else if (method().equals("HEAD")) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.length()));
            response.send();
        } else {
            AnswerContent.send(response, answer, wire.sendWindow(), hold);
        }
    }

    /** Over HTTP/2, Helidon 4.5.0 loops for ever over a header that it means to remember and that is larger than its table. */
    private void set(Header header) {
        boolean large = isHttp2() && header.values().length() > MAX_REMEMBERED_CHARACTERS;
        response.header(
                large
                        ? HeaderValues.create(
                                header.headerName(),
                                true,
                                false,
                                header.allValues().toArray(String[]::new))
                        : header);
    }

    /** What an answer varies with, added to what all of them do. */
    private Header varyingMore(Header vary) {
        return response.headers().contains(HeaderNames.VARY)
                ? HeaderValues.create(
                        HeaderNames.VARY,
                        response.headers().get(HeaderNames.VARY).get() + ", " + vary.get())
                : vary;
    }
}
