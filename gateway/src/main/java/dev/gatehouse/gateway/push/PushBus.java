package dev.gatehouse.gateway.push;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConsumerListener;
import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.common.amqp.PushQueue;
import dev.gatehouse.common.amqp.QueueBindings;
import dev.gatehouse.common.amqp.QueueConsumer;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes that are addressed to anybody here. There is one queue, bound with what the subscribers need and nothing else; it is declared and
 * bound anew whenever it was lost. Thread-safe.
 */
public final class PushBus implements Pushes, Component {
    private static final Logger LOG = LoggerFactory.getLogger(PushBus.class);
    private static final int MAX_WAITING = 100_000;

    private final PushConfig config;
    private final BindingPlan<QueueBindings> plan;
    private final PushBinder binder;
    private final PushDispatch dispatch;
    private final QueueConsumer consumer;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    public PushBus(PushConfig config, AmqpConnections amqp) {
        this.config = config;
        this.plan = new BindingPlan<>(config.linger(), System::nanoTime);
        this.binder = new PushBinder(plan);
        this.dispatch = new PushDispatch(config, plan::at);
        Queue queue = new Queue();
        int maxBytes = Math.toIntExact(config.maxPush().bytes());
        this.consumer = amqp.consumer(new PushQueue(config.prefetch(), maxBytes, MAX_WAITING, queue), queue);
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            dispatch.start();
            binder.start();
            consumer.start();
        }
    }

    @Override
    public boolean isOpen() {
        return plan.isOpen();
    }

    public PushStats stats() {
        return new PushStats(plan.bindings(), plan.subscribers(), dispatch.received(), dispatch.dropped());
    }

    @Override
    public void join(Collection<String> routingKeys, PushSubscriber subscriber) {
        PendingJoin join = plan.join(Set.copyOf(routingKeys), subscriber);
        try {
            if (join.await(config.bindTimeout())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (plan.giveUp(join)) {
            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "Pushes cannot be received for now.")
                    .notExecuted();
        }
    }

    @Override
    public void leave(Collection<String> routingKeys, PushSubscriber subscriber) {
        plan.leave(routingKeys, subscriber);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            plan.close();
            // Before the queue goes, or it would complain that there is nothing to bind.
            binder.close();
            consumer.close();
            dispatch.close();
        }
    }

    /** Runs on the connection's threads. */
    private final class Queue implements PushQueue.Owner, ConsumerListener {
        @Override
        public Collection<String> opening(QueueBindings bindings) {
            return plan.opening(bindings);
        }

        @Override
        public boolean canReceive() {
            return dispatch.hasRoom();
        }

        @Override
        public void opened() {
            if (!dispatch.offerMissed(plan.opened())) {
                throw new IllegalStateException("there is no room to tell that pushes may have been missed");
            }
        }

        @Override
        public void delivered(Delivery delivery) {
            accept(delivery, dispatch.offer(delivery));
        }

        @Override
        public void unreadable(Delivery delivery, String reason) {
            accept(delivery, dispatch.offerUnreadable(delivery, reason));
        }

        private static void accept(Delivery delivery, boolean hadRoom) {
            if (!hadRoom) {
                LOG.error("there is no room for a push that was asked for");
                delivery.abandon();
            }
        }

        @Override
        public void ended(QueueBindings bindings) {
            plan.ended(bindings);
        }

        @Override
        public void lost() {
            // The bindings tell, too, and for which queue.
        }
    }
}
