package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A queue that is consumed, and how it is declared. */
public sealed interface ConsumedQueue permits ConsumedQueue.Replies, ConsumedQueue.Requests, EventQueue, PushQueue {
    /** For the log. */
    String label();

    /** How many messages may be unacknowledged; 0 where they need no acknowledgement. */
    int prefetch();

    /**
     * The largest body that is of use, under {@link Integer#MAX_VALUE}. Of a larger one only its beginning is kept, one byte more than this, so
     * that it is still seen to be too large but never fills the memory, not even while it comes in.
     */
    int maxBodyBytes();

    /** Declares the queue and what it is bound to, and says its name. */
    String declare(Channel channel) throws IOException;

    /** Declares again what the queue, which is there, is bound to. */
    void restore(Channel channel) throws IOException;

    /** An exclusive queue with a name that the broker chooses, gone with its connection; deliveries need no acknowledgement. */
    record Replies(int maxBodyBytes) implements ConsumedQueue {
        @Override
        public String label() {
            return "the reply queue";
        }

        @Override
        public int prefetch() {
            return 0;
        }

        @Override
        public String declare(Channel channel) throws IOException {
            return channel.queueDeclare("", false, true, true, Map.of()).getQueue();
        }

        @Override
        public void restore(Channel channel) {
            // It is bound to nothing but its name.
        }
    }

    /**
     * A durable classic queue of requests, shared by all instances of a service.
     *
     * @param expires after how long without a consumer the broker deletes it
     * @param maxLength how many messages may wait in it; the broker rejects what is published beyond that
     * @param routingKeys what it is bound with to the RPC exchange
     */
    record Requests(
            String name, Duration expires, int maxLength, List<String> routingKeys, int prefetch, int maxBodyBytes)
            implements ConsumedQueue {
        public Requests {
            routingKeys = List.copyOf(routingKeys);
        }

        @Override
        public String label() {
            return "queue " + name;
        }

        @Override
        public String declare(Channel channel) throws IOException {
            channel.queueDeclare(name, true, false, false, arguments());
            restore(channel);
            return name;
        }

        private Map<String, Object> arguments() {
            return Map.of("x-expires", expires.toMillis(), "x-max-length", maxLength, "x-overflow", "reject-publish");
        }

        @Override
        public void restore(Channel channel) throws IOException {
            Topology.declareTopicExchange(channel, Topology.RPC_EXCHANGE);
            for (String routingKey : routingKeys) {
                channel.queueBind(name, Topology.RPC_EXCHANGE, routingKey);
            }
        }
    }
}
