package dev.gatehouse.gateway.push;

import dev.gatehouse.common.amqp.BrokerRefusal;
import dev.gatehouse.common.amqp.QueueBindings;
import dev.gatehouse.gateway.push.BindingPlan.Work;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the {@link BindingPlan} says, on one thread. A key that the broker forbids is refused to those who wait for it. Whatever else goes
 * wrong leaves the bindings in doubt, and the queue is given up for another one.
 */
final class PushBinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushBinder.class);

    private final BindingPlan<QueueBindings> plan;
    private final Thread thread;

    PushBinder(BindingPlan<QueueBindings> plan) {
        this.plan = plan;
        this.thread = Thread.ofVirtual().name("gateway-push-bindings").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                perform(plan.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Work<QueueBindings> work) {
        try {
            switch (work) {
                case Work.Bind<QueueBindings> bind -> bind(bind);
                case Work.Unbind<QueueBindings> unbind ->
                    unbind.queue().unbind(unbind.keys()).ifPresent(refusal -> giveUp(unbind.queue(), refusal));
            }
        } catch (RuntimeException e) {
            // Without this thread no session could be had until the gateway is started again.
            LOG.error("bindings have failed unforeseen, and the push queue is given up for another one", e);
            plan.ended(work.queue());
            work.queue().giveUp();
        }
    }

    private void bind(Work.Bind<QueueBindings> bind) {
        Optional<BrokerRefusal> refusal = bind.queue().bind(bind.keys());
        if (refusal.isEmpty()) {
            plan.bound(bind);
        } else if (refusal.get().kind() != BrokerRefusal.Kind.FORBIDDEN) {
            giveUp(bind.queue(), refusal.get());
        } else if (bind.keys().size() > 1) {
            // One of them is forbidden, and those who wait for the others need not suffer for it.
            bind.keys().forEach(key -> bind(new Work.Bind<>(bind.queue(), List.of(key))));
        } else {
            LOG.warn(
                    "the broker forbids a binding for pushes: {}", refusal.get().text());
            plan.refused(bind);
        }
    }

    private void giveUp(QueueBindings queue, BrokerRefusal refusal) {
        if (plan.ended(queue) && !Thread.currentThread().isInterrupted()) {
            LOG.warn("the push queue is given up for another one, because it cannot be bound: {}", refusal.text());
        }
        queue.giveUp();
    }
}
