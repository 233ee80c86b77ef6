package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.contract.GatewayEvents.ConnectionsAsked;
import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventHandler;
import dev.gatehouse.common.event.Subscription;
import dev.gatehouse.common.event.SubscriptionListener;
import dev.gatehouse.common.event.UnreadableEventException;
import dev.gatehouse.common.telemetry.Logging;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this gateway and the others tell each other: that they are there, and, where one asks, what connections they have. Nothing of it
 * waits for the socket but for the answers. Thread-safe.
 */
final class Peers implements EventHandler, SubscriptionListener {
    static final Subscription SUBSCRIPTION = new Subscription.EachProcess(
            "presence-peers",
            List.of(
                    GatewayEvents.INSTANCE_ALIVE.name(),
                    GatewayEvents.INSTANCE_LEFT.name(),
                    GatewayEvents.CONNECTIONS_ASKED.name(),
                    GatewayEvents.CONNECTIONS_TOLD.name()));

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final UUID gatewayId;
    private final LiveCounts counts;
    private final Members members;
    private final InstantSource clock;
    private final Announcer announcer;
    private final Map<UUID, Gathering> gatherings = new ConcurrentHashMap<>();

    Peers(UUID gatewayId, LiveCounts counts, Members members, EventSink sink, Duration heartbeat, InstantSource clock) {
        this.gatewayId = gatewayId;
        this.counts = counts;
        this.members = members;
        this.clock = clock;
        this.announcer = new Announcer(sink, this::heartbeat, heartbeat);
    }

    void start() {
        announcer.start();
    }

    void close() {
        announcer.close(event(GatewayEvents.INSTANCE_LEFT, new GatewayEvents.InstanceLeft(gatewayId)));
    }

    /**
     * Asks all gateways, and adds up what they answer. Callers bound how many ask at a time.
     *
     * @param limit how long the answers are waited for
     */
    GatewayApi.LiveConnections ask(GatewayApi.Connections request, Duration limit) {
        UUID queryId = UUID.randomUUID();
        Gathering gathering = new Gathering(members.known());
        gathering.add(counts.answer(queryId, gatewayId, request.accountId()));
        gatherings.put(queryId, gathering);
        try {
            var question = new ConnectionsAsked(queryId, gatewayId, request.accountId());
            if (announcer.say(event(GatewayEvents.CONNECTIONS_ASKED, question))) {
                gathering.await(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gatherings.remove(queryId);
        }
        return AllConnections.of(
                gathering.answers(),
                request.limit().orElse(GatewayApi.Connections.DEFAULT_LIMIT),
                gathering.isComplete());
    }

    /** Deals with what another gateway says, or this one has said itself. Never fails: nothing of it is worth another try. */
    @Override
    public void handle(Event event) {
        try {
            if (is(event, GatewayEvents.INSTANCE_ALIVE)) {
                other(event.data(GatewayEvents.INSTANCE_ALIVE).gatewayId()).ifPresent(members::heard);
            } else if (is(event, GatewayEvents.INSTANCE_LEFT)) {
                left(event.data(GatewayEvents.INSTANCE_LEFT).gatewayId());
            } else if (is(event, GatewayEvents.CONNECTIONS_ASKED)) {
                answer(event.data(GatewayEvents.CONNECTIONS_ASKED));
            } else if (is(event, GatewayEvents.CONNECTIONS_TOLD)) {
                told(event.data(GatewayEvents.CONNECTIONS_TOLD));
            }
        } catch (UnreadableEventException | NullPointerException e) {
            LOG.warn(Logging.ONCE_A_SECOND, "{} cannot be read, and is dropped: {}", event, e.toString());
        }
    }

    private static boolean is(Event event, EventType<?> type) {
        return event.type().equals(type.name());
    }

    private Optional<UUID> other(UUID gateway) {
        return Optional.of(gateway).filter(id -> !id.equals(gatewayId));
    }

    private void answer(ConnectionsAsked question) {
        if (other(question.gatewayId()).isEmpty()) {
            return;
        }
        ConnectionsTold answer = counts.answer(question.queryId(), gatewayId, question.accountId());
        if (!announcer.say(event(GatewayEvents.CONNECTIONS_TOLD, answer))) {
            LOG.warn("a question of the gateway {} is not answered: too much waits to be said", question.gatewayId());
        }
    }

    private void left(UUID gateway) {
        members.left(gateway);
        gatherings.values().forEach(gathering -> gathering.left(gateway));
    }

    private void told(ConnectionsTold answer) {
        Optional.ofNullable(gatherings.get(answer.queryId())).ifPresent(gathering -> gathering.add(answer));
    }

    @Override
    public void subscribed() {
        members.listening();
    }

    @Override
    public void lost() {
        members.deaf();
    }

    private Event heartbeat() {
        return event(GatewayEvents.INSTANCE_ALIVE, new GatewayEvents.InstanceAlive(gatewayId, counts.total()));
    }

    private <D> Event event(EventType<D> type, D data) {
        return Event.of(type, Presence.SOURCE, gatewayId.toString(), clock.instant(), data);
    }
}
