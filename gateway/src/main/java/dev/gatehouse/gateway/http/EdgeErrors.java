package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.gateway.call.AccessLog;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/** Gives the envelope to the errors that the HTTP server finds by itself, below the routes. Thread-safe. */
final class EdgeErrors implements DirectHandler {
    private static final String HEAD = "HEAD";
    /** By which Helidon tells this from a malformed header. */
    private static final String HEADERS_TOO_LARGE = "Header size exceeded";

    private static final String DEFAULT_MESSAGE = "the request breaks HTTP/1.1";

    private final Supplier<Tunables> tunables;

    private EdgeErrors(Supplier<Tunables> tunables) {
        this.tunables = tunables;
    }

    static DirectHandlers handlers(Supplier<Tunables> tunables) {
        EdgeErrors handler = new EdgeErrors(tunables);
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    /**
     * The failure that an error of Helidon stands for.
     *
     * @param message Helidon's; not for clients
     */
    static ServiceException failure(Status status, String message) {
        return switch (status.code()) {
            case 404 -> ServiceException.of(ErrorCode.NOT_FOUND);
            case 405 -> ServiceException.of(ErrorCode.METHOD_NOT_ALLOWED);
            case 413, 414, 431 -> ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
            case 415 -> ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case 503 -> ServiceException.overloaded(ErrorCode.OVERLOADED.message(), Duration.ofSeconds(1));
            default ->
                message.equals(HEADERS_TOO_LARGE)
                        ? ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE)
                        : ServiceException.invalid("", "http", DEFAULT_MESSAGE);
        };
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders responseHeaders,
            String message) {
        return response(request, failure(request, status, message));
    }

    /** Helidon takes a compressed body, which it cannot read, for a malformed request. */
    private static ServiceException failure(TransportRequest request, Status status, String message) {
        return status.code() == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)
                ? ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.")
                : failure(status, message);
    }

    private TransportResponse response(TransportRequest request, ServiceException failure) {
        ServerRequestHeaders headers = request.headers();
        RequestContext context = RequestContext.accept(
                headers.first(AnswerHeaders.REQUEST_ID), headers.first(AnswerHeaders.TRACEPARENT));
        Answer answer = ErrorAnswers.of(failure, context.requestId(), headers.contains(HeaderNames.AUTHORIZATION));
        context.run(() -> AccessLog.unreadable(answer.status()));
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(answer.status()))
                .keepAlive(false)
                .header(AnswerHeaders.JSON)
                .header(HeaderValues.create(AnswerHeaders.REQUEST_ID, context.requestId()));
        tunables.get().answers().headers(headers).forEach(response::header);
        answer.headers().forEach(response::header);
        return request.method().equals(HEAD)
                ? response.build()
                : response.entity(answer.body()).build();
    }
}
