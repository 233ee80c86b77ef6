package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConsumedQueue;
import dev.gatehouse.common.amqp.ConsumerListener;
import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.common.amqp.OutgoingMessage;
import dev.gatehouse.common.amqp.Publisher;
import dev.gatehouse.common.amqp.PublisherListener;
import dev.gatehouse.common.amqp.QueueConsumer;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.common.telemetry.RequestIds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending end of an RPC. Replies come on one exclusive queue, and are told apart by correlation ids that cannot be guessed. Every call
 * ends within its timeout; where a connection is lost all calls that wait end at once. Thread-safe; a call blocks its thread, which
 * should be virtual.
 */
public final class RpcClient implements RpcCaller, Component {
    private static final Logger LOG = LoggerFactory.getLogger(RpcClient.class);

    private final RpcClientConfig config;
    private final InstantSource clock;
    private final PendingCalls pending;
    private final TimeoutWatch timeouts;
    /** By routing key; there are as many as the route table names. */
    private final Map<String, RouteLoad> loads = new ConcurrentHashMap<>();

    private final CorrelationIds correlationIds = new CorrelationIds(new SecureRandom());
    private final LongAdder lateReplies = new LongAdder();
    private final Publisher requests;
    private final QueueConsumer replies;
    private final AtomicBoolean started = new AtomicBoolean();

    public RpcClient(RpcClientConfig config, AmqpConnections connections) {
        this(config, connections, InstantSource.system());
    }

    RpcClient(RpcClientConfig config, AmqpConnections connections, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.pending = new PendingCalls(config.maxInFlight());
        this.timeouts = new TimeoutWatch(pending, "rpc-timeouts");
        this.requests = connections.publisher("rpc-request", config.maxInFlight(), new Requests());
        this.replies =
                connections.consumer(new ConsumedQueue.Replies(config.maxReply().toInt()), new Replies());
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            timeouts.start();
            requests.start();
            replies.start();
        }
    }

    @Override
    public byte[] call(RpcRequest request) {
        // Before the caller's own limit begins, so that nobody works for a caller who has gone.
        Instant begun = clock.instant();
        long until = System.nanoTime() + request.timeout().toNanos();
        PendingCall call = new PendingCall(correlationIds.next(), until);
        if (!pending.add(call)) {
            throw RpcFailures.tooMany();
        }
        try {
            timeouts.added(call);
            return exchange(call, request, begun);
        } finally {
            pending.remove(call);
        }
    }

    /**
     * Calls a method on behalf of nobody but this process, with the configured timeout.
     *
     * @throws dev.gatehouse.common.error.ServiceException as {@link #call(RpcRequest)}; the service's own failure; and
     *     {@code rpc.bad_response}. A code that is not known here becomes {@code common.internal_error}.
     */
    public <Q, R> R call(RpcMethod<Q, R> method, Q request) {
        byte[] body = Json.mapper().writeValueAsBytes(request);
        byte[] reply =
                call(new RpcRequest(method.routingKey(), body, config.timeout(), Optional.empty(), Optional.empty()));
        return TypedReply.read(reply, method.response());
    }

    /** How many calls wait for their replies. */
    public int inFlight() {
        return pending.size();
    }

    /** How many replies have come for which nobody waited any more. */
    public long lateReplies() {
        return lateReplies.sum();
    }

    /** Fails the calls that wait. */
    @Override
    public void close() {
        replies.close();
        requests.close();
        timeouts.close();
        pending.failAll(RpcFailures.disconnected());
    }

    private byte[] exchange(PendingCall call, RpcRequest request, Instant begun) {
        RouteLoad load = loads.computeIfAbsent(request.routingKey(), key -> new RouteLoad(System::nanoTime));
        try {
            send(call, request, begun, load.begin());
            return call.await();
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.RPC_TIMEOUT || e.code() == ErrorCode.OVERLOADED) {
                load.doubt();
            }
            throw e;
        } finally {
            load.end();
        }
    }

    /** The call is pending already: whoever takes the reply queue away after it has been read here fails the call. */
    private void send(PendingCall call, RpcRequest request, Instant begun, boolean needsConfirm) {
        Optional<String> replyTo = replies.queueName();
        if (replyTo.isEmpty()) {
            call.fail(RpcFailures.disconnected());
            return;
        }
        requests.publish(new RequestPublication(call, message(call, request, begun, replyTo.get()), needsConfirm));
    }

    private static OutgoingMessage message(PendingCall call, RpcRequest request, Instant begun, String replyTo) {
        Duration timeout = request.timeout();
        return new OutgoingMessage.Request(
                request.routingKey(),
                call.correlationId(),
                replyTo,
                request.messageId().orElseGet(RequestIds::next),
                timeout,
                begun,
                RequestHeaders.of(request, new Deadline(begun.plus(timeout))),
                request.body());
    }

    private final class Requests implements PublisherListener {
        @Override
        public void opened() {
            // Calls are accepted as soon as the reply queue is there too.
        }

        @Override
        public void lost() {
            pending.failAll(RpcFailures.disconnected());
        }

        @Override
        public void blocked() {
            pending.failUnwritten(RpcFailures.blocked());
        }

        @Override
        public void returned(String correlationId) {
            pending.find(correlationId).ifPresent(call -> call.fail(RpcFailures.unroutable()));
        }

        @Override
        public void rejected(String correlationId) {
            pending.find(correlationId).ifPresent(call -> call.fail(RpcFailures.queueFull()));
        }
    }

    private final class Replies implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            byte[] body = delivery.message().body();
            if (body.length > config.maxReply().bytes()) {
                unreadable(delivery, "it has over " + config.maxReply() + ", which is rpc.max-reply");
            } else {
                end(delivery, call -> call.reply(body));
            }
        }

        @Override
        public void unreadable(Delivery delivery, String reason) {
            LOG.warn(Logging.ONCE_A_SECOND, "a reply is refused: {}", reason);
            end(delivery, call -> call.fail(RpcFailures.refusedReply()));
        }

        private void end(Delivery reply, Predicate<PendingCall> how) {
            boolean awaited = reply.message()
                    .correlationId()
                    .flatMap(pending::find)
                    .filter(how)
                    .isPresent();
            if (!awaited) {
                lateReplies.increment();
                LOG.debug("a reply came for which nobody waits");
            }
        }

        @Override
        public void lost() {
            pending.failAll(RpcFailures.disconnected());
        }
    }
}
