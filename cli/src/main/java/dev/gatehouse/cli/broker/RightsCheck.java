package dev.gatehouse.cli.broker;

import dev.gatehouse.common.amqp.BrokerRefusal;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.amqp.TopologyProbe;
import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.gateway.presence.Presence;
import java.util.List;
import java.util.Optional;

/** Looks at what the gateway's broker user may do, by doing it where nobody notices. Confined to the thread that checks. */
final class RightsCheck {
    private final TopologyProbe probe;
    private final BrokerReport report;

    RightsCheck(TopologyProbe probe, BrokerReport report) {
        this.probe = probe;
        this.report = report;
    }

    void checkReplies() {
        tell(probe.receiveReplies(), "a queue for replies: declared, and consumed from", "a queue for replies");
    }

    void checkEvents() {
        String type = AuthEvents.SESSION_REVOKED.name();
        String what = "a queue for the events " + type + " of " + Topology.EVENT_EXCHANGE;
        tell(probe.receiveEvents(type), what + ": declared, bound, and consumed from", what);
    }

    void checkPushes() {
        String what = "a queue for the pushes of " + Topology.PUSH_EXCHANGE;
        tell(probe.receivePushes(), what + ": declared, bound, and consumed from", what);
    }

    /** What gateways ask and tell each other. */
    void checkPresence() {
        String type = GatewayEvents.INSTANCE_ALIVE.name();
        String event = Topology.EVENT_EXCHANGE + ": may be published to, with " + type;
        tell(probe.publishEvent(type), event, "the events " + type + " to " + Topology.EVENT_EXCHANGE);
        tell(
                probe.serve(Presence.requests()),
                "queue " + Topology.GATEWAY_QUEUE + ": may be declared and bound",
                "queue " + Topology.GATEWAY_QUEUE + ", which all gateways share");
        tell(probe.publishReply(), "replies: may be published", "replies to what it is asked over that queue");
    }

    private void tell(Optional<BrokerRefusal> refusal, String good, String what) {
        refusal.ifPresentOrElse(
                found -> report.problem(what + ": not for " + probe.user() + ": " + found.text()),
                () -> report.ok(good));
    }

    /** Whether requests of each route may be published: there can be rights for single routing keys. */
    void checkRequests(List<RoutedKey> keys) {
        int good = 0;
        for (RoutedKey key : keys) {
            Optional<BrokerRefusal> refusal = probe.publishRequest(key.key());
            refusal.ifPresent(found -> report.problem(
                    key.says(probe.user() + " may not publish it to " + Topology.RPC_EXCHANGE + ": " + found.text())));
            good += refusal.isEmpty() ? 1 : 0;
        }
        if (good > 0) {
            report.ok(Topology.RPC_EXCHANGE + ": may be published to, with "
                    + (good == 1 ? "1 routing key" : good + " routing keys"));
        }
    }
}
