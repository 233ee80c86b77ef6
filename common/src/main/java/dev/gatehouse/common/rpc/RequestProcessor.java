package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.IncomingMessage;
import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.telemetry.RequestContext;
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

    private final RpcServerConfig config;
    private final InstantSource clock;
    private final Map<String, ServedOperation<?, ?>> operations;
    private final LongAdder expired = new LongAdder();

    /** The envelope of a success. */
    record SuccessBody(boolean success, Object data) {}

    /**
     * @param operations by routing key
     */
    RequestProcessor(RpcServerConfig config, InstantSource clock, Map<String, ServedOperation<?, ?>> operations) {
        this.config = config;
        this.clock = clock;
        this.operations = Map.copyOf(operations);
    }

    /** The reply; empty where the caller has stopped waiting, and nothing has been done. */
    Optional<byte[]> process(IncomingMessage message) {
        try {
            CallerHeaders headers = new CallerHeaders(message.headers());
            Deadline deadline = headers.deadline(config.assumedTimeout(), clock);
            if (deadline.hasPassed(clock)) {
                expired.increment();
                LOG.debug("{}: dropped, its deadline has passed", message.routingKey());
                return Optional.empty();
            }
            return Optional.of(success(execute(message, headers, deadline)));
        } catch (ServiceException e) {
            return Optional.of(failure(message, e));
        } catch (Throwable e) {
            // Throwable: a caller gets its one reply even where a handler overflows the stack or misses a class.
            LOG.error("{}: unforeseen failure", message.routingKey(), e);
            return Optional.of(encoded(ServiceException.of(ErrorCode.INTERNAL_ERROR)));
        }
    }

    /** How many requests have been dropped because their deadline had passed. */
    long expired() {
        return expired.sum();
    }

    private Object execute(IncomingMessage message, CallerHeaders headers, Deadline deadline) {
        ServedOperation<?, ?> operation = operations.get(message.routingKey());
        if (operation == null) {
            throw ServiceException.of(ErrorCode.NOT_IMPLEMENTED);
        }
        RequestReader.checkSize(message.body(), config.maxRequest().toInt());
        RpcContext context = new RpcContext(headers.caller(), headers.clientIp(), message.messageId(), deadline);
        return operation.execute(context, message.body());
    }

    private static byte[] success(Object data) {
        return Json.mapper().writeValueAsBytes(new SuccessBody(true, data));
    }

    private static byte[] failure(IncomingMessage message, ServiceException failure) {
        if (failure.getCause() == null) {
            LOG.debug("{}: {}", message.routingKey(), failure.code().code());
        } else {
            LOG.warn("{}: {}", message.routingKey(), failure.code().code(), failure.getCause());
        }
        return encoded(failure);
    }

    private static byte[] encoded(ServiceException failure) {
        Optional<String> requestId = RequestContext.current().map(RequestContext::requestId);
        return Json.mapper().writeValueAsBytes(ErrorBody.of(failure, requestId));
    }
}
