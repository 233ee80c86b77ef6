package dev.gatehouse.cli.broker;

import dev.gatehouse.common.amqp.BrokerRefusal;
import dev.gatehouse.common.amqp.QueueLook;
import dev.gatehouse.common.amqp.TopologyProbe;
import java.util.List;

/** Looks for the one queue that the requests of each route go to, and for who consumes it. Confined to the thread that checks. */
final class QueueCheck {
    private static final String NO_QUEUE = "no queue is bound to it: calls get rpc.unavailable";

    private final TopologyProbe probe;
    private final BrokerReport report;

    QueueCheck(TopologyProbe probe, BrokerReport report) {
        this.probe = probe;
        this.report = report;
    }

    void check(RoutedKey key, List<Binding> bindings) {
        List<Binding> matching =
                bindings.stream().filter(binding -> binding.matches(key.key())).toList();
        List<String> queues = destinations(matching, true);
        List<String> exchanges = destinations(matching, false);
        if (!exchanges.isEmpty()) {
            report.warning(key.says("goes on to the exchange " + String.join(", ", exchanges)
                    + ", and what is bound there was not looked at"));
        }
        if (queues.size() > 1) {
            report.problem(key.says("bound to " + queues.size() + " queues, " + String.join(" and ", queues)
                    + ": each gets every request, and it must be one"));
        } else if (queues.size() == 1) {
            checkConsumers(key, queues.getFirst());
        } else if (exchanges.isEmpty()) {
            report.problem(key.says(NO_QUEUE));
        }
    }

    private static List<String> destinations(List<Binding> bindings, boolean queues) {
        return bindings.stream()
                .filter(binding -> binding.toQueue() == queues)
                .map(Binding::destination)
                .distinct()
                .sorted()
                .toList();
    }

    private void checkConsumers(RoutedKey key, String queue) {
        switch (probe.queue(queue)) {
            case QueueLook.Found(long waiting, int consumers) -> {
                if (consumers == 0) {
                    report.problem(key.says(
                            "queue " + queue + " has no consumer, and " + waiting + " waiting: calls get rpc.timeout"));
                } else {
                    report.ok(key.says(
                            "queue " + queue + ", " + consumers + (consumers == 1 ? " consumer" : " consumers")));
                }
            }
            case QueueLook.Refused(BrokerRefusal refusal) -> tellUnseen(key, queue, refusal);
        }
    }

    private void tellUnseen(RoutedKey key, String queue, BrokerRefusal refusal) {
        if (refusal.kind() == BrokerRefusal.Kind.MISSING) {
            report.problem(key.says(NO_QUEUE));
        } else {
            report.warning(key.says("queue " + queue + " cannot be looked at: " + refusal.text()));
        }
    }
}
