package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.gateway.call.AccessLog;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the envelope to the errors that the HTTP server finds by itself, below the routes. Thread-safe. */
final class EdgeErrors implements DirectHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeErrors.class);
    private static final String HEAD = "HEAD";
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

    /** The failure that an exception of the HTTP server stands for. Its message is not for clients. */
    static ServiceException failure(Status status, Throwable thrown) {
        return switch (status.code()) {
            case 400 ->
                headersTooLarge(thrown)
                        ? ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE)
                        : ServiceException.invalid("", "http", message(thrown));
            case 404 -> ServiceException.of(ErrorCode.NOT_FOUND);
            case 405 -> ServiceException.of(ErrorCode.METHOD_NOT_ALLOWED);
            case 413, 414, 431 -> ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
            case 415 -> ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case 503 -> ServiceException.overloaded(ErrorCode.OVERLOADED.message(), Duration.ofSeconds(1));
            default ->
                isUnreadable(thrown)
                        ? ServiceException.invalid("", "http", message(thrown))
                        : ServiceException.of(ErrorCode.INTERNAL_ERROR);
        };
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders responseHeaders,
            Throwable thrown,
            System.Logger logger) {
        return response(request, failure(request, status, thrown), thrown);
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders responseHeaders,
            String message) {
        IllegalStateException thrown = new IllegalStateException(message);
        return response(request, failure(request, status, thrown), thrown);
    }

    /** The server below takes a compressed body, which it cannot read, for a malformed request. */
    private static ServiceException failure(TransportRequest request, Status status, Throwable thrown) {
        return status.code() == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)
                ? ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.")
                : failure(status, thrown);
    }

    private TransportResponse response(TransportRequest request, ServiceException failure, Throwable thrown) {
        ServerRequestHeaders headers = request.headers();
        RequestContext context = RequestContext.accept(
                headers.first(AnswerHeaders.REQUEST_ID), headers.first(AnswerHeaders.TRACEPARENT));
        Answer answer = ErrorAnswers.of(failure, context.requestId(), headers.contains(HeaderNames.AUTHORIZATION));
        context.run(() -> {
            if (failure.code() == ErrorCode.INTERNAL_ERROR) {
                LOG.error("a request has failed below the routes", thrown);
            }
            AccessLog.unreadable(answer.status());
        });
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

    /** The header parser tells this from a malformed header by the type of its exception alone. */
    private static boolean headersTooLarge(Throwable thrown) {
        return thrown instanceof RequestException && thrown.getCause() instanceof IllegalStateException;
    }

    /**
     * The server below takes it for a defect of its own when a client leaves before its headers are complete, or uses characters that a token
     * cannot have.
     */
    private static boolean isUnreadable(Throwable thrown) {
        return thrown.getCause() instanceof DataReader.InsufficientDataAvailableException
                || thrown.getCause() instanceof IllegalArgumentException;
    }

    private static String message(Throwable thrown) {
        return thrown.getCause() instanceof DataReader.IncorrectNewLineException
                ? "lines must end with CR LF"
                : DEFAULT_MESSAGE;
    }
}
