package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.IncomingMessage;
import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.telemetry.RequestContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request into the body of its one reply, whatever the request and whatever becomes of it. Called with the request's
 * {@link RequestContext} bound. Thread-safe.
 */
final class RequestProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final String UNKNOWN = "-";
    private static final byte[] SUCCESS = "{\"success\":true,\"data\":".getBytes(StandardCharsets.US_ASCII);

    private final RpcServerConfig config;
    private final InstantSource clock;
    private final Map<String, ServedOperation<?, ?>> operations;
    private final LongAdder expired = new LongAdder();

    /**
     * @param operations by routing key
     */
    RequestProcessor(RpcServerConfig config, InstantSource clock, Map<String, ServedOperation<?, ?>> operations) {
        this.config = config;
        this.clock = clock;
        this.operations = Map.copyOf(operations);
    }

    /** The request's one reply; none where the caller has stopped waiting. */
    Processed process(IncomingMessage message) {
        try {
            CallerHeaders headers = new CallerHeaders(message.headers());
            Deadline deadline = headers.deadline(config.assumedTimeout(), clock);
            if (deadline.hasPassed(clock)) {
                expired.increment();
                return Processed.EXPIRED;
            }
            return Processed.ok(success(execute(message, headers, deadline)));
        } catch (ServiceException e) {
            return failure(message, e);
        } catch (Throwable e) {
            // Throwable: a caller gets its one reply even where a handler overflows the stack or misses a class.
            LOG.error("{}: unforeseen failure", operation(message), e);
            return failed(ServiceException.of(ErrorCode.INTERNAL_ERROR));
        }
    }

    /** The one reply to a request whose headers cannot be read, so that nothing is known of its caller and nothing can be done. */
    Processed unreadable(IncomingMessage message) {
        return failure(message, ServiceException.invalid("", "headers", "The headers of the message cannot be read."));
    }

    /** What a message asks for, for the log: one of the routing keys that are served, or a dash. */
    String operation(IncomingMessage message) {
        return operations.containsKey(message.routingKey()) ? message.routingKey() : UNKNOWN;
    }

    /** How many requests have been dropped because their deadline had passed. */
    long expired() {
        return expired.sum();
    }

    private byte[] execute(IncomingMessage message, CallerHeaders headers, Deadline deadline) {
        ServedOperation<?, ?> operation = operations.get(message.routingKey());
        if (operation == null) {
            throw ServiceException.of(ErrorCode.NOT_IMPLEMENTED);
        }
        RequestReader.checkSize(message.body(), config.maxRequest().toInt());
        RpcContext context = new RpcContext(headers.caller(), headers.clientIp(), message.messageId(), deadline);
        return operation.execute(context, message.body());
    }

    /** The envelope of a success, around the data as it is. */
    private static byte[] success(byte[] data) {
        return ByteBuffer.allocate(SUCCESS.length + data.length + 1)
                .put(SUCCESS)
                .put(data)
                .put((byte) '}')
                .array();
    }

    private Processed failure(IncomingMessage message, ServiceException failure) {
        Throwable cause = failure.getCause();
        if (cause != null) {
            // One line: while a database is away this is written for every request.
            LOG.warn(
                    "{}: {}: {}",
                    operation(message),
                    failure.code().code(),
                    innermost(cause).toString());
            LOG.debug("{}: {}", operation(message), failure.code().code(), cause);
        }
        return failed(message.redelivered() ? possiblyExecuted(failure) : failure);
    }

    /** A request that has been delivered before may have been executed then, whatever becomes of it now. */
    private static ServiceException possiblyExecuted(ServiceException failure) {
        return failure.outcome().isPresent() ? failure.possiblyExecuted() : failure;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        for (Throwable next = at.getCause(); next != null; next = at.getCause()) {
            at = next;
        }
        return at;
    }

    private static Processed failed(ServiceException failure) {
        Optional<String> requestId = RequestContext.current().map(RequestContext::requestId);
        byte[] reply = Json.mapper().writeValueAsBytes(ErrorBody.of(failure, requestId));
        return new Processed(failure.code().code(), Optional.of(reply));
    }
}
