package dev.gatehouse.common.amqp;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;

/** The names of exchanges and queues on the broker, and the declaration of the exchanges. */
public final class Topology {
    /** Requests; topic, durable. */
    public static final String RPC_EXCHANGE = "core.rpc.v1";
    /** Events; topic, durable. */
    public static final String EVENT_EXCHANGE = "core.events.v1";
    /** Pushes to live sessions; topic, durable. */
    public static final String PUSH_EXCHANGE = "core.push.v1";
    /** Dead letters; topic, durable. */
    public static final String DEAD_LETTER_EXCHANGE = "core.dlx.v1";
    /** The requests of the auth service. */
    public static final String AUTH_QUEUE = "core.auth.rpc.v1";
    /** The requests that the gateways themselves answer; all of them share it. */
    public static final String GATEWAY_QUEUE = "core.gateway.rpc.v1";

    /** The exchange that every queue is bound to with its own name, and that no one declares. */
    static final String DEFAULT_EXCHANGE = "";

    private Topology() {}

    /** Declares a durable topic exchange; does nothing where it is there already. */
    static void declareTopicExchange(Channel channel, String exchange) throws IOException {
        channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    }
}
