package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A queue that events are consumed from. */
public sealed interface EventQueue extends ConsumedQueue {
    /** Binds the queue to the event exchange, for each type or pattern of types. */
    private static void bind(Channel channel, String queue, List<String> types) throws IOException {
        Topology.declareTopicExchange(channel, Topology.EVENT_EXCHANGE);
        for (String type : types) {
            channel.queueBind(queue, Topology.EVENT_EXCHANGE, type);
        }
    }

    /**
     * A queue of one process alone, gone with its connection: what happens while there is none is missed.
     *
     * @param name for the log; the broker names the queue
     * @param types routing keys, or patterns of them
     */
    record OfProcess(String name, List<String> types, int prefetch, int maxBodyBytes) implements EventQueue {
        public OfProcess {
            types = List.copyOf(types);
        }

        @Override
        public String label() {
            return "the queue of " + name;
        }

        @Override
        public String declare(Channel channel) throws IOException {
            String queue = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
            bind(channel, queue, types);
            return queue;
        }

        /** An exchange that is gone has taken the binding along, and events are missed: the queue has to be declared anew. */
        @Override
        public void restore(Channel channel) throws IOException {
            channel.exchangeDeclarePassive(Topology.EVENT_EXCHANGE);
        }
    }

    /**
     * A durable queue that all instances of a service share. One of them consumes it at a time, so that events keep their order. It comes
     * with two more: {@link #retryQueue} for what is to be tried again later, and {@link #deadLetterQueue} for what is given up.
     *
     * @param types routing keys, or patterns of them
     * @param maxWaiting over this many events the oldest becomes a dead letter
     * @param maxDeadLetters over this many dead letters the oldest is dropped
     */
    record Shared(String name, List<String> types, int prefetch, int maxBodyBytes, int maxWaiting, int maxDeadLetters)
            implements EventQueue {
        public Shared {
            types = List.copyOf(types);
        }

        static String retryQueue(String name) {
            return name + ".retry";
        }

        static String deadLetterQueue(String name) {
            return name + ".dead";
        }

        @Override
        public String label() {
            return "queue " + name;
        }

        @Override
        public String declare(Channel channel) throws IOException {
            declareDeadLetters(channel);
            channel.queueDeclare(
                    name,
                    true,
                    false,
                    false,
                    Map.of(
                            "x-single-active-consumer",
                            true,
                            "x-max-length",
                            maxWaiting,
                            "x-dead-letter-exchange",
                            Topology.DEAD_LETTER_EXCHANGE,
                            "x-dead-letter-routing-key",
                            name));
            bind(channel, name, types);
            return name;
        }

        @Override
        public void restore(Channel channel) throws IOException {
            declareDeadLetters(channel);
            bind(channel, name, types);
        }

        private void declareDeadLetters(Channel channel) throws IOException {
            Topology.declareTopicExchange(channel, Topology.DEAD_LETTER_EXCHANGE);
            String dead = deadLetterQueue(name);
            channel.queueDeclare(dead, true, false, false, Map.of("x-max-length", maxDeadLetters));
            channel.queueBind(dead, Topology.DEAD_LETTER_EXCHANGE, name);
        }

        /** Where events of this queue wait to be tried again. */
        public Retries retries() {
            return new Retries(name, prefetch, maxBodyBytes, maxWaiting);
        }
    }

    /**
     * The events of a shared queue that are to be tried again, each held back by its consumer until its time has come.
     *
     * @param of the name of the shared queue
     * @param maxWaiting over this many the broker takes no more
     */
    record Retries(String of, int prefetch, int maxBodyBytes, int maxWaiting) implements EventQueue {
        @Override
        public String label() {
            return "queue " + Shared.retryQueue(of);
        }

        @Override
        public String declare(Channel channel) throws IOException {
            String name = Shared.retryQueue(of);
            channel.queueDeclare(
                    name,
                    true,
                    false,
                    false,
                    Map.of(
                            "x-single-active-consumer",
                            true,
                            "x-max-length",
                            maxWaiting,
                            "x-overflow",
                            "reject-publish"));
            return name;
        }

        @Override
        public void restore(Channel channel) {
            // It is bound to nothing but its name.
        }
    }
}
