package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The queue of one gateway for what is pushed to its live sessions, gone with its connection: what is pushed while there is none is missed.
 *
 * @param maxWaiting over this many the broker takes no more for this queue
 * @param owner says what it is bound with
 */
public record PushQueue(int prefetch, int maxBodyBytes, int maxWaiting, Owner owner) implements ConsumedQueue {
    /** Who knows what the queue is to be bound with. Must not block. */
    public interface Owner {
        /**
         * A new queue is there, and nothing is bound yet. It is consumed once it is bound with what this returns, which is told by
         * {@link ConsumerListener#opened}; until then the bindings are used by nobody else.
         */
        Collection<String> opening(QueueBindings bindings);

        /** The queue is gone, or soon will be; told once, on any thread, whether or not it was opened. */
        void ended(QueueBindings bindings);
    }

    @Override
    public String label() {
        return "the push queue";
    }

    @Override
    public String declare(Channel channel) throws IOException {
        Topology.declareTopicExchange(channel, Topology.PUSH_EXCHANGE);
        String name = channel.queueDeclare("", false, true, true, arguments()).getQueue();
        QueueBindings bindings = new QueueBindings(channel, name, Topology.PUSH_EXCHANGE);
        channel.addShutdownListener(cause -> {
            bindings.end();
            owner.ended(bindings);
        });
        Optional<BrokerRefusal> refusal = bindings.bind(owner.opening(bindings));
        if (refusal.isPresent()) {
            throw new IOException("cannot bind it: " + refusal.get().text());
        }
        return name;
    }

    private Map<String, Object> arguments() {
        return Map.of("x-max-length", maxWaiting, "x-overflow", "reject-publish");
    }

    /** An exchange that is gone has taken the bindings along, and pushes are missed: the queue has to be declared anew. */
    @Override
    public void restore(Channel channel) throws IOException {
        channel.exchangeDeclarePassive(Topology.PUSH_EXCHANGE);
    }
}
