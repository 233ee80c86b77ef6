package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.event.EventPublisherConfig;
import dev.gatehouse.common.event.EventSubscriberConfig;
import dev.gatehouse.common.event.RetryRules;
import dev.gatehouse.common.rpc.RpcServerConfig;
import java.time.Duration;

/**
 * How the gateway tells who is connected.
 *
 * @param events whether it publishes an event for each connection that is opened or closed
 * @param maxWaiting how many of these events may wait for the broker
 * @param heartbeat how often it tells the other gateways that it is there. No key: the gateways have to agree on it.
 * @param answerTimeout how long it waits for the other gateways' answers
 */
public record PresenceConfig(boolean events, int maxWaiting, Duration heartbeat, Duration answerTimeout) {
    public static final int DEFAULT_MAX_WAITING = 10_000;
    public static final Duration HEARTBEAT = Duration.ofSeconds(2);
    public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    /** After so many heartbeats that have not come a gateway is forgotten. */
    static final int MISSED_HEARTBEATS = 3;

    /** What is not confirmed by then is late for other gateways, too. */
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_WAITING_REQUESTS = 1_000;
    private static final int MAX_CONCURRENT_REQUESTS = 16;
    private static final ByteSize MAX_REQUEST = ByteSize.ofKiB(64);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

    public PresenceConfig {
        if (maxWaiting < 1 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("maxWaiting and heartbeat are at least 1");
        }
    }

    public static PresenceConfig defaults() {
        return new PresenceConfig(true, DEFAULT_MAX_WAITING, HEARTBEAT, ANSWER_TIMEOUT);
    }

    /** Reads the keys under {@code websocket.presence}. */
    public static PresenceConfig read(ConfigReader reader) {
        return new PresenceConfig(
                reader.bool("websocket.presence.events", true),
                reader.integer("websocket.presence.max-waiting", DEFAULT_MAX_WAITING, 1, 1_000_000),
                HEARTBEAT,
                ANSWER_TIMEOUT);
    }

    EventPublisherConfig publisher() {
        return new EventPublisherConfig(CONFIRM_TIMEOUT);
    }

    /** One try: what one gateway tells another is of no use later. */
    EventSubscriberConfig subscriber() {
        EventSubscriberConfig common = EventSubscriberConfig.defaults();
        return new EventSubscriberConfig(
                common.prefetch(),
                new RetryRules(1, EventSubscriberConfig.DEFAULT_RETRY_MIN, EventSubscriberConfig.DEFAULT_RETRY_MAX),
                common.rememberedEvents(),
                common.rememberedFor(),
                DRAIN_TIMEOUT);
    }

    /** The same in every gateway, because they share the queue. */
    static RpcServerConfig rpcServer() {
        return new RpcServerConfig(
                RpcServerConfig.DEFAULT_QUEUE_EXPIRES,
                MAX_WAITING_REQUESTS,
                MAX_CONCURRENT_REQUESTS,
                MAX_REQUEST,
                RpcServerConfig.DEFAULT_ASSUMED_TIMEOUT,
                DRAIN_TIMEOUT);
    }
}
