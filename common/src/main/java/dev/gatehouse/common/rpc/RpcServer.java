package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConsumerListener;
import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.common.amqp.IncomingMessage;
import dev.gatehouse.common.amqp.OutgoingMessage;
import dev.gatehouse.common.amqp.Publisher;
import dev.gatehouse.common.amqp.PublisherListener;
import dev.gatehouse.common.amqp.QueueConsumer;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.schema.JsonSchema;
import dev.gatehouse.common.schema.RequestSchema;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.common.telemetry.RequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering end of an RPC: consumes the queue of a service, works on each request on a virtual thread of its own, and sends exactly one
 * reply for each, whatever becomes of it; the request is acknowledged after the reply is written. A request whose reply cannot be sent is
 * delivered again, and so may be handled twice. A request without {@code reply_to} is dropped. Thread-safe.
 */
public final class RpcServer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

    private final RpcServerConfig config;
    private final String queueName;
    private final RequestProcessor processor;
    private final Semaphore permits;
    private final Publisher replies;
    private final QueueConsumer requests;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param operations what is answered; the queue is bound with the routing key of each. A request with any other key is answered with
     *     {@code common.not_implemented}.
     */
    public RpcServer(
            RpcServerConfig config,
            AmqpConnections connections,
            String queueName,
            List<RpcOperation<?, ?>> operations) {
        this(config, connections, queueName, operations, method -> JsonSchema.ofResource(method.schemaResource()));
    }

    /**
     * @param schemas the schema that the requests of a method are checked against
     */
    public RpcServer(
            RpcServerConfig config,
            AmqpConnections connections,
            String queueName,
            List<RpcOperation<?, ?>> operations,
            Function<RpcMethod<?, ?>, RequestSchema> schemas) {
        this.config = config;
        this.queueName = queueName;
        this.permits = new Semaphore(config.maxConcurrent());
        Map<String, ServedOperation<?, ?>> served = served(operations, schemas);
        this.processor = new RequestProcessor(config, InstantSource.system(), served);
        // Twice: replies to requests of a lost channel may still be waiting while those of the next one come.
        this.replies = connections.publisher("rpc-reply", 2 * config.maxConcurrent(), new Replies());
        this.requests = connections.consumer(config.queue(queueName, served.keySet()), new Requests());
    }

    private static Map<String, ServedOperation<?, ?>> served(
            List<RpcOperation<?, ?>> operations, Function<RpcMethod<?, ?>, RequestSchema> schemas) {
        Map<String, ServedOperation<?, ?>> served = new HashMap<>();
        for (RpcOperation<?, ?> operation : operations) {
            var before = served.put(
                    operation.method().routingKey(),
                    new ServedOperation<>(operation, schemas.apply(operation.method())));
            if (before != null) {
                throw new IllegalArgumentException(
                        "two handlers for " + operation.method().routingKey());
            }
        }
        return served;
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            replies.start();
            requests.start();
        }
    }

    /** How many requests have been dropped because their deadline had passed. */
    public long expired() {
        return processor.expired();
    }

    /** Receives no more requests, lets those under way finish within the configured time, counted from when everything began to close, and closes. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!requests.drain(CloseDeadline.grace(config.drainTimeout()))) {
                LOG.warn("requests of {} were under way for too long; they will be delivered again", queueName);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requests.close();
        replies.close();
    }

    /** Runs on a thread of the delivery's own. */
    private void handle(Delivery delivery) {
        long begun = System.nanoTime();
        IncomingMessage message = delivery.message();
        RequestContext.accept(header(message, RpcHeaders.REQUEST_ID), header(message, RpcHeaders.TRACEPARENT))
                .run(() -> {
                    if (message.replyTo().isPresent()) {
                        conclude(delivery, message.replyTo().get(), work(delivery), begun);
                    } else {
                        LOG.warn(
                                Logging.ONCE_A_SECOND,
                                "{}: dropped, there is no reply_to",
                                processor.operation(message));
                        delivery.acknowledge();
                    }
                });
    }

    private void conclude(Delivery delivery, String replyTo, Optional<Processed> processed, long begun) {
        Optional<byte[]> reply = processed.flatMap(Processed::reply);
        if (reply.isPresent()) {
            replies.publish(new ReplyPublication(
                    delivery,
                    new OutgoingMessage.Reply(replyTo, delivery.message().correlationId(), reply.get())));
        } else {
            delivery.acknowledge();
        }
        processed.ifPresent(done -> RpcAccessLog.request(
                processor.operation(delivery.message()), done.result(), Duration.ofNanos(System.nanoTime() - begun)));
    }

    /** What has come of a request; empty for a delivery of a lost channel, which comes again and is let go. */
    private Optional<Processed> work(Delivery delivery) {
        permits.acquireUninterruptibly();
        try {
            return delivery.isCurrent() ? Optional.of(processor.process(delivery.message())) : Optional.empty();
        } finally {
            permits.release();
        }
    }

    private static Optional<String> header(IncomingMessage message, String name) {
        return Optional.ofNullable(message.headers().get(name));
    }

    /** Receives only while replies can be sent, so that no request is worked on for nothing. */
    private final class Requests implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            Thread.ofVirtual()
                    .name(queueName + "-" + sequence.incrementAndGet())
                    .start(() -> handle(delivery));
        }

        /** Where it is known who waits, that gets a reply, and the message is settled with it. */
        @Override
        public void unreadable(Delivery delivery, String reason) {
            IncomingMessage message = delivery.message();
            if (message.replyTo().isEmpty()) {
                delivery.reject(reason);
                return;
            }
            LOG.warn(Logging.ONCE_A_SECOND, "{}: refused: {}", processor.operation(message), reason);
            conclude(delivery, message.replyTo().get(), Optional.of(processor.unreadable(message)), System.nanoTime());
        }

        @Override
        public void lost() {
            // What was not acknowledged comes again.
        }

        @Override
        public boolean canReceive() {
            return replies.isOpen();
        }
    }

    private final class Replies implements PublisherListener {
        @Override
        public void opened() {
            requests.canReceive();
        }

        @Override
        public void lost() {
            requests.reopen();
        }

        @Override
        public void blocked() {
            // Replies wait in the socket until the broker reads again.
        }

        @Override
        public void returned(String correlationId) {
            // Replies are not mandatory.
        }

        @Override
        public void rejected(String correlationId) {
            // No queue of replies has a bound.
        }
    }
}
