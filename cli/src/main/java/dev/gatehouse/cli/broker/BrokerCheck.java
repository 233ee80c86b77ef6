package dev.gatehouse.cli.broker;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.ProbedBroker;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.amqp.TopologyProbe;
import dev.gatehouse.gateway.route.Route;
import java.util.List;
import java.util.Locale;

/** Compares what is on a broker with what the routes need. Sends nothing that a service could receive, and leaves nothing behind. */
public final class BrokerCheck {
    private static final String CONNECTION = "gatehouse-check";
    /** The embedded broker of {@code ./gatehouse run}, which has no API to ask. */
    private static final String WITHOUT_API = "qpid";

    private final AmqpConfig config;
    private final ManagementSettings management;
    private final List<RoutedKey> keys;
    private final BrokerReport report = new BrokerReport();

    public BrokerCheck(AmqpConfig config, ManagementSettings management, List<Route> routes) {
        this.config = config;
        this.management = management;
        this.keys = RoutedKey.of(routes);
    }

    /** Looks once; to be called once. */
    public BrokerReport run() {
        report.begin(config.address());
        switch (TopologyProbe.connect(config, CONNECTION)) {
            case ProbedBroker.Unreachable(String reason) -> report.problem("cannot connect: " + reason);
            case ProbedBroker.Connected(TopologyProbe probe) -> {
                try (probe) {
                    look(probe);
                }
            }
        }
        return report;
    }

    private void look(TopologyProbe probe) {
        report.ok("connected to " + probe.product() + " as " + probe.user() + ", virtual host " + probe.virtualHost());
        report.begin("exchanges");
        ExchangeCheck exchanges = new ExchangeCheck(probe, report);
        boolean hasRequests = exchanges.checkNeeded(Topology.RPC_EXCHANGE);
        boolean hasEvents = exchanges.checkNeeded(Topology.EVENT_EXCHANGE);
        boolean hasPushes = exchanges.checkNeeded(Topology.PUSH_EXCHANGE);
        exchanges.checkOther(Topology.DEAD_LETTER_EXCHANGE);
        report.begin("rights of " + probe.user());
        RightsCheck rights = new RightsCheck(probe, report);
        rights.checkReplies();
        if (hasEvents) {
            rights.checkEvents();
        }
        if (hasPushes) {
            rights.checkPushes();
        }
        if (hasRequests && hasEvents) {
            rights.checkPresence();
        }
        if (hasRequests) {
            rights.checkRequests(keys);
            report.begin("routes");
            compareBindings(probe);
        }
    }

    private void compareBindings(TopologyProbe probe) {
        if (!management.wanted()) {
            report.warning("bindings were not compared, as was asked for");
            return;
        }
        if (probe.product().toLowerCase(Locale.ROOT).contains(WITHOUT_API)) {
            report.warning("bindings were not compared: " + probe.product() + " has no management API");
            return;
        }
        ManagementApi api = new ManagementApi(management.urlFor(config.uri()), probe.user(), probe.password());
        switch (api.bindings(probe.virtualHost(), Topology.RPC_EXCHANGE)) {
            case Bindings.Known(List<Binding> all) -> {
                QueueCheck queues = new QueueCheck(probe, report);
                keys.forEach(key -> queues.check(key, all));
            }
            case Bindings.Unknown(String reason) ->
                report.problem("bindings were not compared: the management API at " + api.address() + ": " + reason
                        + ". Enable it (rabbitmq-plugins enable rabbitmq_management), say where it is (--management URL),"
                        + " or leave the bindings out (--no-bindings)");
        }
    }
}
