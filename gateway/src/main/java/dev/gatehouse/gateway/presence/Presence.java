package dev.gatehouse.gateway.presence;

import com.fasterxml.uuid.Generators;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ConsumedQueue;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.common.event.EventPublisher;
import dev.gatehouse.common.event.EventSubscriber;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.retry.Backoff;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.common.rpc.RpcOperation;
import dev.gatehouse.common.rpc.RpcServer;
import dev.gatehouse.gateway.ws.ConnectionListener;
import dev.gatehouse.gateway.ws.LiveConnection;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Who is connected: hears of this gateway's connections, publishes events of them, and answers for all gateways who has how many. It works
 * between its start and its close, but hears from the beginning on. Thread-safe.
 */
public final class Presence implements ConnectionListener, Component {
    /** The source of the events. */
    static final URI SOURCE = URI.create("/gatehouse/gateway");

    private static final Backoff RETRIES = Backoff.jittered(Duration.ofMillis(200), Duration.ofSeconds(2));
    /** What is left of a caller's time for the way back. */
    private static final Duration WAY_BACK = Duration.ofMillis(200);

    private final PresenceConfig config;
    private final InstantSource clock = InstantSource.system();
    private final UUID gatewayId = Generators.timeBasedEpochRandomGenerator().generate();
    private final LiveCounts counts = new LiveCounts();
    private final Members members;
    private final EventPublisher publisher;
    private final ConnectionEvents events;
    private final Peers peers;
    private final EventSubscriber subscriber;
    private final RpcServer server;

    public Presence(PresenceConfig config, AmqpConnections amqp) {
        this.config = config;
        this.members = new Members(config.heartbeat(), System::nanoTime);
        this.publisher = new EventPublisher(config.publisher(), amqp);
        EventSink sink = EventSink.of(publisher);
        this.events = new ConnectionEvents(gatewayId, config.maxWaiting(), sink, RETRIES, clock, System::nanoTime);
        this.peers = new Peers(gatewayId, counts, members, sink, config.heartbeat(), clock);
        this.subscriber = new EventSubscriber(config.subscriber(), amqp, Peers.SUBSCRIPTION, peers, peers);
        this.server = new RpcServer(
                PresenceConfig.rpcServer(),
                amqp,
                Topology.GATEWAY_QUEUE,
                List.of(new RpcOperation<>(GatewayApi.CONNECTIONS, this::connections)));
    }

    /** The queue that all gateways share, and answer from. */
    public static ConsumedQueue.Requests requests() {
        return PresenceConfig.rpcServer().queue(Topology.GATEWAY_QUEUE, List.of(GatewayApi.CONNECTIONS.routingKey()));
    }

    @Override
    public void start() {
        publisher.start();
        events.start();
        subscriber.start();
        peers.start();
        server.start();
    }

    @Override
    public void close() {
        server.close();
        peers.close();
        events.close();
        subscriber.close();
        publisher.close();
    }

    /** Names this gateway, from its start to its end: a UUID of version 7. */
    public UUID gatewayId() {
        return gatewayId;
    }

    @Override
    public void opened(LiveConnection connection) {
        counts.opened(connection.accountId());
        if (config.events()) {
            events.opened(connection);
        }
    }

    @Override
    public void closed(LiveConnection connection, int closeCode) {
        counts.closed(connection.accountId());
        if (config.events()) {
            events.closed(connection, closeCode);
        }
    }

    public PresenceStatus status() {
        Members.Known known = members.known();
        return new PresenceStatus(
                gatewayId,
                counts.total(),
                known.gateways(),
                known.isAll(),
                events.published(),
                events.waiting(),
                events.dropped().count());
    }

    private GatewayApi.LiveConnections connections(RpcContext context, GatewayApi.Connections request) {
        Duration left = context.deadline().remaining(clock).minus(WAY_BACK);
        return peers.ask(request, left.compareTo(config.answerTimeout()) < 0 ? left : config.answerTimeout());
    }
}
